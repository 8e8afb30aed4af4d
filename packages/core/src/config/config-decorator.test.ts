import { injectable } from 'tsyringe';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Injector } from '../di/index.ts';
import { BlueprintEnvironment, CONFIGURATION, config, loadConfig } from './index.ts';

const Settings = BlueprintEnvironment.extend({ image: z.string().default('redis:7.4') });

@injectable()
class Base {
  @config() readonly base!: BlueprintEnvironment;
  @config(Settings) readonly env!: z.infer<typeof Settings>;
}

class Child extends Base {
  @config('db.host') private readonly host!: string;

  constructor(
    @config(z.object({ db: z.object({ port: z.number() }) })) readonly parts: { db: { port: number } },
  ) {
    super();
  }

  where(): string {
    return `${this.host}:${this.parts.db.port}`;
  }
}

async function injector(values: Readonly<Record<string, unknown>>): Promise<Injector> {
  const configuration = await loadConfig({ values, args: false, env: false, envFile: false, file: false });
  return Injector.create().provide(CONFIGURATION, { useValue: configuration });
}

describe('@config', () => {
  it('gives properties and parameters their settings, those of parents as well', async () => {
    const child = (await injector({ db: { host: 'db.local', port: 5432 }, image: 'redis:8' })).resolve(Child);
    expect(child.where()).toBe('db.local:5432');
    expect([child.env.image, child.base.logLevel]).toEqual(['redis:8', 'info']);
  });

  it('fails when the class is constructed, naming class, property and keys', async () => {
    const bad = await injector({ db: { host: 'x', port: '5432' }, image: 7 });
    expect(() => bad.resolve(Base)).toThrow(
      /inject Base → \.env: 1 problem\n {2}image from the code: got 7, expected a string/,
    );
  });

  it('gives the same frozen object for the same schema', async () => {
    const one = await injector({});
    expect(one.resolve(Base).env).toBe(one.resolve(Base).env);
    expect(Object.isFrozen(one.resolve(Base).env)).toBe(true);
  });
});

/** Checked by the compiler: a property whose type cannot hold what is injected is refused. */
export class Refused {
  // @ts-expect-error -- a number cannot hold the settings
  @config(Settings) readonly wrong!: number;
  // @ts-expect-error -- `image` is text
  @config(Settings) readonly wrongField!: { image: number };
  @config(Settings) readonly wider!: { readonly image: string };
}

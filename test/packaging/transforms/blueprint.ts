import 'reflect-metadata';
import { BlueprintEnvironment, config, Injector, loadConfig, use } from '@docktopus/core';
import { CONFIGURATION } from '@docktopus/core/kit';
import { inject, injectable, singleton } from 'tsyringe';

/** What an author may write, with explicit tokens. Compiled by each compiler, run by plain node; prints what it was given. */
@singleton()
class Clock {
  readonly now = 7;
}

@injectable()
class Parent {
  @config() readonly env!: BlueprintEnvironment;
  @config('cache.image') readonly image!: string;
  constructor(@inject(Clock) readonly clock: Clock) {}
}

@injectable()
class Child extends Parent {
  @use(Clock) readonly same!: Clock;
}

@injectable()
class Untold {
  constructor(readonly clock: Clock) {}
}

const configuration = await loadConfig({
  values: { name: 'transforms', cache: { image: 'redis:7.4' } },
  args: false,
  env: false,
  envFile: false,
  file: false,
});
const injector = Injector.create().provide(CONFIGURATION, { useValue: configuration });
const child = injector.resolve(Child);
let untold = 'was constructed';
try {
  injector.resolve(Untold);
} catch (error) {
  untold = String(error);
}
process.stdout.write(
  JSON.stringify({
    name: child.env.name,
    image: child.image,
    now: child.clock.now,
    same: child.same === child.clock,
    untold,
  }),
);

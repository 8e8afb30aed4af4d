import { nearest } from '../errors/index.ts';
import { DockerfileProblem } from './dockerfile-problem.ts';

/** What a flag takes: a value, several over several flags, or true and false. */
export type FlagKind = 'text' | 'texts' | 'switch';

/** The values of an instruction's flags. */
export class InstructionFlags {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  private constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** @throws DockerfileProblem for a flag that is not in `known`, comes twice, or lacks its value. */
  static read(flags: readonly string[], known: Readonly<Record<string, FlagKind>> = {}): InstructionFlags {
    const values = new Map<string, readonly string[]>();
    for (const flag of flags) {
      const [name, value] = splitFlag(flag);
      const kind = Object.hasOwn(known, name) ? known[name] : undefined;
      if (kind === undefined) throw unknownFlag(name, Object.keys(known));
      const before = values.get(name) ?? [];
      if (before.length > 0 && kind !== 'texts')
        throw new DockerfileProblem(`the flag --${name} is there twice`);
      values.set(name, [...before, kind === 'switch' ? switchValue(name, value) : textValue(name, value)]);
    }
    return new InstructionFlags(values);
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.[0] || undefined;
  }

  texts(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  switch(name: string): boolean | undefined {
    const value = this.#values.get(name)?.[0];
    return value === undefined ? undefined : value === 'true';
  }
}

function splitFlag(flag: string): [name: string, value: string | undefined] {
  const body = flag.slice('--'.length);
  const equals = body.indexOf('=');
  return equals === -1 ? [body, undefined] : [body.slice(0, equals), body.slice(equals + 1)];
}

function textValue(name: string, value: string | undefined): string {
  if (value === undefined) throw new DockerfileProblem(`the flag --${name} needs a value; write --${name}=…`);
  return value;
}

function switchValue(name: string, value: string | undefined): string {
  const lower = value?.toLowerCase() ?? 'true';
  if (lower === 'true' || lower === 'false') return lower;
  throw new DockerfileProblem(`the flag --${name} takes true or false, not ${JSON.stringify(value)}`);
}

function unknownFlag(name: string, known: readonly string[]): DockerfileProblem {
  const meant = nearest(name, known);
  return new DockerfileProblem(
    `unknown flag --${name}${meant === undefined ? '' : `; did you mean --${meant}?`}`,
  );
}

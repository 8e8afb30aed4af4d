import type { Invocation } from '../invocation/invocation.ts';
import { EXIT } from '../output/index.ts';
import { programPath } from '../project/index.ts';
import { runInProcess } from '../project/run-program.ts';

/** `docktopus run`: the process is the program from here on, its signals and exit code included. */
export async function run({ args, options, out }: Invocation): Promise<undefined> {
  const [file = '', ...rest] = args;
  if (options.host !== undefined) process.env.DOCKER_HOST = options.host;
  const exported = await runInProcess(await programPath(file), rest);
  const [name] = Object.entries(exported ?? {}).find(([key, value]) => isBlueprint(key, value)) ?? [];
  if (name === undefined) {
    if (exported?.default === undefined) return;
    process.once('beforeExit', () => {
      if (process.exitCode !== undefined) return;
      out.note(`${file} has ended, and ran no blueprint: what it exports by default is none`);
    });
    return;
  }
  process.once('beforeExit', () => {
    // A blueprint that has run leaves an exit code.
    if (process.exitCode !== undefined) return;
    out.failure(
      'usage',
      `${file} exports ${name === 'default' ? 'a blueprint' : name}, and nothing ran it`,
      'Name the file that calls its run(), such as main.ts',
      undefined,
    );
    process.exitCode = EXIT.usage;
  });
}

/** Something that can be run: a runner, a typed blueprint, or a function that makes one, going by its name. */
function isBlueprint(name: string, value: unknown): boolean {
  if (typeof value === 'function') return /^(make|create)?_?(blueprint|runner)$/i.test(name);
  if (typeof value !== 'object' || value === null || !('run' in value && 'start' in value)) return false;
  return typeof value.run === 'function' && typeof value.start === 'function';
}

import type { Invocation } from '../invocation/invocation.ts';
import { programPath, runInProcess } from '../project/run-program.ts';

/** `docktopus run`: the process is the program from here on, its signals and exit code included. */
export async function run({ args }: Invocation): Promise<undefined> {
  const [file = '', ...rest] = args;
  await runInProcess(programPath(file), rest);
}

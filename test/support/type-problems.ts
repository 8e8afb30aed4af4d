import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * Compiles a project and returns the compiler's messages; '' when it accepts the project.
 *
 * @throws Error when the compiler died, with its status, signal and output: its silence must not pass for success.
 */
export function typeProblems(
  project: string,
  { cwd, env }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): string {
  const tsc = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', project, '--pretty', 'false'], {
    cwd,
    env,
    encoding: 'utf8',
  });
  const { status, signal, stdout, stderr, error } = tsc;
  const answered = status === 0 ? stdout === '' : stdout !== '';
  if (error || stderr || !answered)
    throw new Error(
      `the compiler died: ${JSON.stringify({ status, signal, stdout, stderr })}`,
      error && { cause: error },
    );
  return stdout;
}

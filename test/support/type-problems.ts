import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * What the compiler says of a project; '' when it accepts it. A compiler that came to nothing has said nothing either,
 * which must not look like consent: that throws, with all that is known of its end.
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
  const saidItsFill = status === 0 ? stdout === '' : stdout !== '';
  if (error || stderr || !saidItsFill)
    throw new Error(
      `the compiler came to nothing: ${JSON.stringify({ status, signal, stdout, stderr })}`,
      error && { cause: error },
    );
  return stdout;
}

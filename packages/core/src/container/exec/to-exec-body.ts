import type { CreateExecBody } from '../../engine/index.ts';
import { invalid } from '../../errors/index.ts';
import { Problems, readAnyText, readList } from '../../input/index.ts';
import { printEnv, readEnv } from '../options/env.ts';
import type { ExecStreamOptions } from './exec-options.ts';

/**
 * The engine's description of a command.
 *
 * @throws DocktopusError `spec.invalid` for a command that is no list of texts, or is empty.
 */
export function toExecBody(
  cmd: readonly string[],
  options: ExecStreamOptions,
  subject: string,
): CreateExecBody {
  const { stdin, env, user, cwd, tty, privileged } = options;
  const problems = new Problems();
  const argv = readList(readAnyText)(cmd, problems.at('cmd')) ?? [];
  if (Array.isArray(cmd) && cmd.length === 0) problems.at('cmd').refuse(cmd, 'a command and its arguments');
  const variables = env === undefined ? undefined : readEnv(env, problems.at('env'), process.env);
  if (problems.issues.length > 0) throw invalid('spec.invalid', 'container.exec', problems.issues, subject);
  return {
    Cmd: argv,
    AttachStdin: stdin ?? false,
    AttachStdout: true,
    AttachStderr: true,
    ...(variables === undefined ? {} : { Env: printEnv(variables) }),
    ...(user === undefined ? {} : { User: user }),
    ...(cwd === undefined ? {} : { WorkingDir: cwd }),
    ...(tty ? { Tty: true } : {}),
    ...(privileged ? { Privileged: true } : {}),
  };
}

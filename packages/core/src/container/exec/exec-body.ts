import type { CreateExecBody } from '../../engine/index.ts';
import type { ExecStreamOptions } from './exec-options.ts';

/** The engine's description of a command. */
export function toExecBody(cmd: readonly string[], options: ExecStreamOptions): CreateExecBody {
  const { stdin, env, user, cwd, tty, privileged } = options;
  return {
    Cmd: [...cmd],
    AttachStdin: stdin ?? false,
    AttachStdout: true,
    AttachStderr: true,
    ...(env === undefined ? {} : { Env: Array.isArray(env) ? [...env] : assignments(env) }),
    ...(user === undefined ? {} : { User: user }),
    ...(cwd === undefined ? {} : { WorkingDir: cwd }),
    ...(tty ? { Tty: true } : {}),
    ...(privileged ? { Privileged: true } : {}),
  };
}

function assignments(env: object): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

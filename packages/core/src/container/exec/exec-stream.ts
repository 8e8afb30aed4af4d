import { checkOptions } from '../../input/index.ts';
import { NEVER, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import { EXEC_STREAM_OPTIONS, type ExecStreamOptions } from './exec-options.ts';
import { ExecProcess } from './exec-process.ts';
import { toExecBody } from './to-exec-body.ts';

/** Starts `cmd` in the container and hands over its streams. */
export async function execStream(
  { docker, id, subject }: CallTarget,
  cmd: readonly string[],
  options: ExecStreamOptions,
): Promise<ExecProcess> {
  checkOptions(options, EXEC_STREAM_OPTIONS, 'container.exec', subject);
  const { tty = false, stdin = false } = options;
  const signal = options.signal ?? NEVER;
  using deadline = startDeadline(options, 30_000, 'container.exec', subject);
  const { engine } = docker;
  const exec = await engine.createExec(id, toExecBody(cmd, options, subject), { signal: deadline.signal });
  const stream = await engine.startExec(exec.id, { tty, stdin, signal, ...deadline.rest() });
  return new ExecProcess(docker, { execId: exec.id, containerId: id, subject }, stream, { signal, tty });
}

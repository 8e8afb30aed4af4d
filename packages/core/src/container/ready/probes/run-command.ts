import type { Docker } from '../../../engine/index.ts';
import { exitCodeOf } from '../../exec/exit-code.ts';

export interface CommandOutcome {
  readonly exitCode: number;
  /** The first 64 KiB of what it wrote to stdout. */
  readonly stdout: string;
}

const KEPT_BYTES = 64 * 1024;

/** Runs a command in the container to its end. */
export async function runCommand(
  docker: Pick<Docker, 'engine' | 'version'>,
  id: string,
  argv: readonly string[],
  options: { readonly signal: AbortSignal; readonly subject: string },
): Promise<CommandOutcome> {
  const { engine } = docker;
  const { signal, subject } = options;
  const exec = await engine.createExec(id, { Cmd: argv, AttachStdout: true, AttachStderr: true }, { signal });
  const stream = await engine.startExec(exec.id, { signal });
  try {
    const kept: Buffer[] = [];
    let size = 0;
    for await (const { stream: name, data } of stream.output) {
      if (name !== 'stdout' || size >= KEPT_BYTES) continue;
      kept.push(data.subarray(0, KEPT_BYTES - size));
      size += data.length;
    }
    const exitCode = await exitCodeOf(docker, { execId: exec.id, containerId: id, subject }, signal);
    return { exitCode, stdout: Buffer.concat(kept).toString('utf8') };
  } finally {
    stream.close();
  }
}

import type { ContainerInspect, Docker } from '../../engine/index.ts';
import { toSnapshot } from '../../status/index.ts';
import { type LogLine, MAX_LINE_BYTES, readLines } from '../logs/index.ts';
import type { ContainerFailure } from './container-failure.ts';

const LAST_LINES = 50;
const TIME_MS = 2_000;

/** Looks at a container that has failed, before it is removed. Never rejects: it explains another failure. */
export async function gatherFailure(docker: Docker, id: string): Promise<ContainerFailure> {
  const inspect = await attempt(docker.engine.inspectContainer(id, { timeoutMs: TIME_MS }));
  const lines = inspect === undefined ? [] : await lastLines(docker, inspect);
  const snapshot = inspect && toSnapshot(inspect);
  return {
    id,
    status: snapshot?.status,
    exitCode: snapshot?.exitCode,
    oomKilled: snapshot?.oomKilled ?? false,
    engineError: snapshot?.error,
    lastLines: lines,
  };
}

async function lastLines(docker: Docker, { Id, Config }: ContainerInspect): Promise<readonly LogLine[]> {
  const tty = Config.Tty ?? false;
  const lines: LogLine[] = [];
  const reading = async () => {
    const chunks = await docker.engine.containerLogs(Id, { tail: LAST_LINES, tty, timeoutMs: TIME_MS });
    for await (const line of readLines(chunks, { timestamps: false, maxLineBytes: MAX_LINE_BYTES, tty }))
      lines.push(line);
  };
  // A log driver that cannot be read gives none; what came before a cut is kept.
  await attempt(reading());
  return lines.slice(-LAST_LINES);
}

async function attempt<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch {
    // The failure that is being explained matters more than one while explaining it.
    return undefined;
  }
}

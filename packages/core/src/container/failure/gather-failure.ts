import type { Docker } from '../../engine/index.ts';
import { type ContainerFailure, isDocktopusError } from '../../errors/index.ts';
import { maskSecrets } from '../../secrets/index.ts';
import { statusHub, toSnapshot } from '../../status/index.ts';
import { type LogLine, readLines } from '../logs/index.ts';
import { wasOomKilled } from './was-oom-killed.ts';

const LAST_LINES = 50;

/** Longer ones come in pieces; an error keeps the last of them. */
const LONGEST_LINE_BYTES = 16 * 1024;
const TIME_MS = 2_000;

/**
 * Examines a container that has failed, before it is removed; known secrets are masked. Never rejects: it explains another
 * failure.
 *
 * @param tty whether it has a terminal, when that is known: then its output need not wait for an inspect.
 */
export async function gatherFailure(docker: Docker, id: string, tty?: boolean): Promise<ContainerFailure> {
  const asked = docker.engine.inspectContainer(id, { timeoutMs: TIME_MS });
  const inspecting = attempt(asked);
  const hasTty = tty ?? (await inspecting)?.Config.Tty ?? false;
  const looking = inspecting.then((inspect) => inspect && toSnapshot(inspect));
  const [snapshot, lacked, lines] = await Promise.all([
    looking,
    looking.then((snapshot) => snapshot && wasOomKilled(statusHub(docker), id, snapshot)),
    lastLines(docker, id, hasTty),
  ]);
  return {
    id,
    status: snapshot === undefined ? await statusWithoutAnswer(asked) : snapshot.status,
    exitCode: snapshot?.exitCode,
    oomKilled: lacked ?? false,
    engineError: snapshot?.error && maskSecrets(snapshot.error),
    // A container may write any secret that it was given.
    lastLines: lines.map((line) => ({ ...line, line: maskSecrets(line.line) })),
  };
}

async function statusWithoutAnswer(asked: Promise<unknown>): Promise<'unknown' | undefined> {
  const error = await asked.catch((reason: unknown) => reason);
  return isDocktopusError(error, 'container.not-found') ? undefined : 'unknown';
}

async function lastLines(docker: Docker, id: string, tty: boolean): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  const reading = async () => {
    const options = { timestamps: false, maxLineBytes: LONGEST_LINE_BYTES, tty };
    const chunks = await docker.engine.containerLogs(id, { tail: LAST_LINES, tty, timeoutMs: TIME_MS });
    for await (const line of readLines(chunks, options)) {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
    }
  };
  // A log driver that cannot be read gives none; what came before a cut is kept.
  await attempt(reading());
  return lines;
}

async function attempt<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch {
    // The failure that is being explained matters more than one while explaining it.
    return undefined;
  }
}

import { DocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import type { ContainerStats } from './container-stats.ts';
import { isRunning, toContainerStats } from './to-container-stats.ts';

/** One reading. The engine takes about two seconds for it, because CPU use needs two looks. */
export async function statsOnce(
  { docker, id, subject }: CallTarget,
  options: CallOptions,
): Promise<ContainerStats> {
  checkOptions(options, CALL_OPTIONS, 'container.stats', subject);
  using deadline = startDeadline(options, 15_000, 'container.stats', subject);
  const { signal } = deadline;
  // Asked for one reading, Podman looks once and has nothing to compare with; its first two looks are too close.
  const stream = docker.version.engine === 'podman';
  let settled = !stream;
  for await (const raw of await docker.engine.containerStats(id, { stream, signal })) {
    const reading = toContainerStats(raw);
    if (reading !== undefined && settled) return reading;
    if (!isRunning(raw)) break;
    settled ||= reading !== undefined;
  }
  throw new DocktopusError('container.not-running', {
    operation: 'container.stats',
    subject,
    reason: 'only a running container has statistics',
  });
}

/** A reading every second, until the container ends. */
export async function* statsStream(
  { docker, id, subject }: CallTarget,
  options: CallOptions,
): AsyncGenerator<ContainerStats> {
  checkOptions(options, CALL_OPTIONS, 'container.stats', subject);
  for await (const raw of await docker.engine.containerStats(id, { stream: true, ...options })) {
    const reading = toContainerStats(raw);
    if (reading !== undefined) yield reading;
    else if (!isRunning(raw)) return;
  }
}

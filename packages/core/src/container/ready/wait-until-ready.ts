import { type Observable, shareReplay } from 'rxjs';
import type { ContainerInspect, Docker } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { abortable, anySignal, type CallOptions, delay, startDeadline } from '../../scope/index.ts';
import { type ContainerSnapshot, noContainer, statusHub, until } from '../../status/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { acceptedExits } from './accepted-exits.ts';
import { type Death, deathError, deathOf } from './death-of.ts';
import { defaultCondition } from './default-condition.ts';
import { describeCondition } from './describe-condition.ts';
import { type Pending, probeCondition } from './probe-condition.ts';

export interface WaitUntilReadyOptions extends CallOptions {
  readonly docker: Docker;
  /** The full id of a container whose start the engine has answered: what it was before does not count. */
  readonly id: string;
  readonly spec: Pick<Partial<ContainerSpec>, 'readyWhen' | 'readyTimeoutMs' | 'healthcheck' | 'ports'>;
  /** Waits on when the health check fails. @default false */
  readonly mayRecover?: boolean | undefined;
  /** Names the container in errors. @default the id */
  readonly subject?: string | undefined;
}

/** After an end that may be a good one, what else is waited for has this long. */
const AFTER_END_MS = 1_000;

const OPERATION = 'container.start';

/**
 * Resolves when the container is ready: by the spec's `readyWhen`, else by the spec's health check, else by its published
 * TCP ports, else when it runs.
 *
 * Ends early when the container does, whatever its restart policy: one that dies before it was ever ready has not
 * started. Everything that this begins has ended when it settles.
 *
 * @default timeoutMs the spec's `readyTimeoutMs`, else 60_000
 * @throws DocktopusError `container.exited` with `details.exitCode` and `details.oomKilled`; `container.removed`;
 *   `container.not-ready` when the time is up or the condition can never hold; `aborted`.
 */
export async function waitUntilReady(options: WaitUntilReadyOptions): Promise<void> {
  const { docker, id, spec, subject = id, mayRecover = false } = options;
  using deadline = startDeadline(options, spec.readyTimeoutMs ?? 60_000, OPERATION, subject);
  const done = new AbortController();
  const signal = anySignal(deadline.signal, done.signal);
  const pending: Pending = new Map();
  try {
    const inspect = await inspectStarted(docker, id, subject, signal);
    const condition = spec.readyWhen ?? defaultCondition(inspect, spec);
    const snapshots = statusHub(docker)
      .watch(id)
      .pipe(shareReplay({ bufferSize: 1, refCount: true }));
    const died = watchDeath(snapshots, inspect.RestartCount, acceptedExits(condition), signal);
    const ready = probeCondition(
      { docker, id, subject, inspect, mayRecover, snapshots },
      condition,
      pending,
      signal,
    );
    const explained = ready.catch((error) => deathBehind(error, docker, id, inspect.RestartCount, signal));
    const death = await abortable(Promise.race([died, explained]), deadline.signal);
    if (death) throw deathError(death, subject);
  } catch (error) {
    const late = timeoutIn(deadline.signal.reason);
    throw late ? lateError(late, subject, pending, remedy(late, options)) : error;
  } finally {
    done.abort();
  }
}

async function inspectStarted(
  docker: Docker,
  id: string,
  subject: string,
  signal: AbortSignal,
): Promise<ContainerInspect> {
  try {
    return await docker.engine.inspectContainer(id, { signal });
  } catch (error) {
    if (!isDocktopusError(error, 'container.not-found')) throw error;
    throw deathError({ snapshot: noContainer(id), reason: 'was removed' }, subject, error);
  }
}

async function watchDeath(
  snapshots: Observable<ContainerSnapshot>,
  restartsBefore: number,
  accepted: readonly number[],
  signal: AbortSignal,
): Promise<Death | undefined> {
  const dead = (snapshot: ContainerSnapshot) =>
    !snapshot.stale && deathOf(snapshot, restartsBefore) !== undefined;
  const snapshot = await until(snapshots, dead, { signal, timeoutMs: 0 });
  if (snapshot.exitCode !== undefined && accepted.includes(snapshot.exitCode))
    await delay(AFTER_END_MS, signal);
  return deathOf(snapshot, restartsBefore);
}

/** A probe can fail because the container has died, a moment before its status says so: then that is the reason. */
async function deathBehind(
  error: unknown,
  docker: Docker,
  id: string,
  restartsBefore: number,
  signal: AbortSignal,
): Promise<Death> {
  signal.throwIfAborted();
  try {
    const death = deathOf(await statusHub(docker).look(id, { signal }), restartsBefore);
    if (death) return death;
  } catch {
    // It cannot be told; what the probe says is all that is known.
  }
  throw error;
}

/** The time that is up: the one given here, or one that the caller shares with other steps and aborts by. */
function timeoutIn(reason: unknown): DocktopusError<'timeout'> | undefined {
  if (isDocktopusError(reason, 'timeout')) return reason;
  return isDocktopusError(reason, 'aborted') ? timeoutIn(reason.cause) : undefined;
}

/** Whose time was up decides where more of it is to be had. */
function remedy({ operation }: DocktopusError, { timeoutMs }: WaitUntilReadyOptions): string {
  if (operation !== OPERATION) return `give ${operation} more time with timeoutMs`;
  return timeoutMs === undefined
    ? "give it more time with .readyTimeout('5m') in its spec"
    : 'give it more time with timeoutMs';
}

function lateError(
  timeout: DocktopusError<'timeout'>,
  subject: string,
  pending: Pending,
  more: string,
): DocktopusError {
  const reasons = [...pending].map(([condition, reason]) => `${describeCondition(condition)}: ${reason}`);
  return new DocktopusError('container.not-ready', {
    operation: OPERATION,
    subject,
    reason: `it was not ready within ${timeout.details.timeoutMs} ms${reasons.map((line) => `; ${line}`).join('')}`,
    hint: `Look at its output, or ${more}`,
    cause: timeout,
    details: { pending: reasons },
  });
}

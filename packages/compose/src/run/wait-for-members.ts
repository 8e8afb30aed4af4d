import { type ContainerSnapshot, DocktopusError, isTerminal } from '@docktopus/core';
import type { WaitStep } from '../plan/project-step.ts';
import { memberName } from '../plan/up-planning.ts';
import type { Member } from './members.ts';

/**
 * Waits until every container of a service has come to what others depend on.
 *
 * @throws DocktopusError `container.not-ready`, `container.exited`, `container.removed`
 */
export async function waitForMembers(
  members: readonly Member[],
  until: WaitStep['until'],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(members.map((member) => waitForOne(member, until, signal)));
}

async function waitForOne(member: Member, until: WaitStep['until'], signal: AbortSignal): Promise<void> {
  const name = memberName(member);
  const { Config } = await member.container.inspect({ signal });
  const test = Config.Healthcheck?.Test?.[0];
  const hasCheck = test !== undefined && test !== 'NONE';
  if (until === 'healthy' && !hasCheck) {
    throw failed('container.not-ready', name, 'it has no health check, and others wait until it is healthy', {
      hint: 'Give the service a healthcheck, or depend on it with condition: service_started',
    });
  }
  const isReached = until === 'completed' ? hasEnded : hasCheck ? isHealthy : isRunning;
  const snapshot = await member.container.until((state) => isReached(state) || hasFailed(state, until), {
    signal,
    timeoutMs: Number.POSITIVE_INFINITY,
  });
  if (isReached(snapshot) && !(until === 'completed' && snapshot.exitCode !== 0)) return;
  // A container of a job is ready when it has done its work.
  if (until === 'ready' && hasEnded(snapshot) && snapshot.exitCode === 0) return;
  if (snapshot.status === undefined)
    throw failed('container.removed', name, 'it was removed while others waited for it');
  if (hasEnded(snapshot)) {
    throw failed(
      'container.exited',
      name,
      `it ended with exit code ${snapshot.exitCode} while others waited for it`,
      {
        hint: 'Look at its logs',
        details: { exitCode: snapshot.exitCode ?? -1 },
      },
    );
  }
  throw failed('container.not-ready', name, 'its health check fails', { hint: 'Look at its logs' });
}

function isHealthy({ health, stale }: ContainerSnapshot): boolean {
  return !stale && health === 'healthy';
}

function isRunning({ status, stale }: ContainerSnapshot): boolean {
  return !stale && status === 'running';
}

function hasEnded({ status, stale }: ContainerSnapshot): boolean {
  return !stale && status !== undefined && isTerminal(status);
}

function hasFailed(state: ContainerSnapshot, until: WaitStep['until']): boolean {
  if (state.stale) return false;
  return (
    state.status === undefined ||
    isTerminal(state.status) ||
    (until !== 'completed' && state.health === 'unhealthy')
  );
}

function failed(
  code: 'container.not-ready' | 'container.exited' | 'container.removed',
  subject: string,
  reason: string,
  more: { readonly hint?: string; readonly details?: { readonly exitCode: number } } = {},
): DocktopusError {
  return new DocktopusError(code, { operation: 'compose.up', subject, reason, ...more } as never);
}

import { allErrors, anySignal } from '../../scope/index.ts';
import type { StartCondition } from './default-condition.ts';
import { describeCondition } from './describe-condition.ts';
import type { ProbeRun, ProbeTarget } from './probe.ts';
import { probeCommand } from './probes/probe-command.ts';
import { probeExit } from './probes/probe-exit.ts';
import { probeHealthy } from './probes/probe-healthy.ts';
import { probeHttp } from './probes/probe-http.ts';
import { probeLog } from './probes/probe-log.ts';
import { probePort } from './probes/probe-port.ts';
import { probeRunning } from './probes/probe-running.ts';

/** Why each part of a condition did not hold when it was last looked at; a part that holds is not in it. */
export type Pending = Map<StartCondition, string>;

/** Resolves when `condition` holds; rejects when it never will, or with the signal's reason. */
export async function probeCondition(
  target: ProbeTarget,
  condition: StartCondition,
  pending: Pending,
  signal: AbortSignal,
): Promise<void> {
  if (condition.kind === 'all') return probeAll(target, condition.conditions, pending, signal);
  if (condition.kind === 'any') return probeAny(target, condition.conditions, pending, signal);
  const run = { signal, notYet: (reason: string) => void pending.set(condition, reason) };
  run.notYet('not looked at yet');
  await probeOne(target, condition, run);
  pending.delete(condition);
}

function probeOne(
  target: ProbeTarget,
  condition: Exclude<StartCondition, { kind: 'all' | 'any' }>,
  run: ProbeRun,
): Promise<void> {
  switch (condition.kind) {
    case 'running':
      return probeRunning(target, run);
    case 'healthy':
      return probeHealthy(target, run);
    case 'port':
      return probePort(target, condition.port, run);
    case 'http':
      return probeHttp(target, condition, run);
    case 'log':
      return probeLog(target, condition, run);
    case 'exit':
      return probeExit(target, condition.code, run);
    case 'command':
      return probeCommand(target, condition.argv, run);
  }
}

/** Together; one that never will hold ends the others. */
async function probeAll(
  target: ProbeTarget,
  conditions: readonly StartCondition[],
  pending: Pending,
  signal: AbortSignal,
) {
  await together(signal, async (inner) => {
    await Promise.all(conditions.map((each) => probeCondition(target, each, pending, inner)));
  });
}

/** Together; the first that holds ends the others, and it fails only when none can hold any longer. */
async function probeAny(
  target: ProbeTarget,
  conditions: readonly StartCondition[],
  pending: Pending,
  signal: AbortSignal,
) {
  await together(signal, async (inner) => {
    try {
      await Promise.any(conditions.map((each) => probeCondition(target, each, pending, inner)));
    } catch (error) {
      signal.throwIfAborted();
      const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
      if (errors.length === 1) throw errors[0];
      throw allErrors(`none of ${conditions.map(describeCondition).join(', ')} can hold`, errors);
    }
  });
}

/** Gives `work` a signal that aborts when `work` is done, so that nothing of it goes on. */
async function together(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const done = new AbortController();
  try {
    await work(anySignal(signal, done.signal));
  } finally {
    done.abort();
  }
}

import type { DependencyCondition } from '../../container/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { type Semaphore, throwAll, withResolvers } from '../../scope/index.ts';
import type { StartStep } from './start-plan.ts';

/** The calls that a start is made of, each about one container of the plan. */
export interface StartActions {
  /** Makes the container that the step is about, or takes over the one that is there. */
  create(step: StartStep, signal: AbortSignal): Promise<unknown>;
  /** Starts it and waits until it is ready; `onStarted` is called once its process runs. */
  start(step: StartStep, signal: AbortSignal, onStarted: () => void): Promise<unknown>;
  /** Waits for its end. */
  exitCode(step: StartStep, signal: AbortSignal): Promise<number>;
}

/** How far one container has come; each is what another may wait for. */
interface Progress {
  readonly started: Promise<void>;
  readonly ready: Promise<void>;
  completed(): Promise<void>;
}

/**
 * Carries out a plan: each container as soon as what it waits for is there, as many at a time as the limiter lets.
 *
 * The first failure ends what is under way; all failures come back, those alone left out that it has caused.
 *
 * @throws the failure; an `AggregateError` with the first as its cause when there are several.
 */
export async function executeStart(
  steps: readonly StartStep[],
  actions: StartActions,
  limiter: Semaphore,
  signal: AbortSignal,
): Promise<void> {
  const failures = new Set<unknown>();
  const ended = new AbortController();
  const within = AbortSignal.any([signal, ended.signal]);
  const fail = (error: unknown) => {
    const caused = within.aborted && isDocktopusError(error, 'aborted');
    if (!caused || failures.size === 0) failures.add(error);
    ended.abort(error);
  };

  const progress = new Map<string, Progress>();
  for (const step of steps) {
    const before = Object.entries(step.after).flatMap(([name, condition]) => {
      const other = progress.get(name);
      return other === undefined ? [] : reached(other, condition);
    });
    progress.set(step.name, begin(step, Promise.all(before), actions, limiter, within));
  }
  await Promise.all([...progress.values()].map(({ ready }) => ready.catch(fail)));
  throwAll([...failures], `${failures.size} containers failed to start`);
}

function reached(progress: Progress, condition: DependencyCondition): Promise<void> {
  return condition === 'completed' ? progress.completed() : progress[condition];
}

function begin(
  step: StartStep,
  before: Promise<unknown>,
  actions: StartActions,
  limiter: Semaphore,
  signal: AbortSignal,
): Progress {
  const announced = withResolvers();
  const ready = before.then(() =>
    limiter.run(signal, async (release) => {
      await actions.create(step, signal);
      // The deadline of the start begins here, and the slot is for what loads the machine, not for waiting.
      await actions.start(step, signal, () => {
        announced.resolve();
        release();
      });
    }),
  );
  let completed: Promise<void> | undefined;
  const progress: Progress = {
    ready,
    // One that is ready has been started; a failure to get there is a failure to start.
    started: Promise.race([announced.promise, ready]),
    completed() {
      completed ??= progress.started.then(() => requireSuccess(step, actions, signal));
      return completed;
    },
  };
  // Whoever waits for a stage hears of its failure; a stage that nobody waits for fails through `ready`.
  progress.started.catch(() => undefined);
  return progress;
}

async function requireSuccess(step: StartStep, actions: StartActions, signal: AbortSignal): Promise<void> {
  const exitCode = await actions.exitCode(step, signal);
  if (exitCode === 0) return;
  throw new DocktopusError('container.exited', {
    operation: 'context.start',
    subject: step.name,
    reason: `it ended with exit code ${exitCode}, and others wait for its completion`,
    hint: 'Look at its logs',
    details: { exitCode },
  });
}

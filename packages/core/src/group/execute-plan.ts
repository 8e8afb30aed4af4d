import { DocktopusError } from '../errors/index.ts';
import { anySignal, throwAll } from '../scope/index.ts';
import type { Plan, PlanStep } from './plan-step.ts';

/** What each operation of a plan does: one call, no decision. */
export type Executors<Step extends PlanStep> = {
  readonly [Op in Step['op']]: (
    step: Extract<Step, { readonly op: Op }>,
    signal: AbortSignal,
  ) => Promise<unknown>;
};

export interface ExecuteOptions {
  /** Names the plan in errors: `'context.start'`. */
  readonly operation: string;
  readonly signal: AbortSignal;
  /**
   * What a failure means for the other steps. `cancel`: steps under way are aborted, and no further step begins.
   * `continue`: the other steps are taken all the same. @default 'cancel'
   */
  readonly onFailure?: 'cancel' | 'continue' | undefined;
}

/**
 * Takes the steps of a plan, each as soon as its predecessors are done.
 *
 * Cancelled steps do not count as failures: one cause is reported as one error.
 *
 * @throws the failure; an `AggregateError` with the first as its cause when there are several.
 */
export async function executePlan<Step extends PlanStep>(
  plan: Plan<Step>,
  executors: Executors<Step>,
  { operation, signal, onFailure = 'cancel' }: ExecuteOptions,
): Promise<void> {
  const cancelling = new AbortController();
  const within = anySignal(signal, cancelling.signal);
  const failures: unknown[] = [];
  const fail = (step: Step, error: unknown) => {
    // Failures with the same cause are reported once.
    if (within.aborted && failures.length > 0 && isCausedBy(error, within.reason)) return;
    failures.push(error);
    if (onFailure === 'cancel') cancelling.abort(cancelled(operation, step, error));
  };

  const done = new Map<string, Promise<boolean>>();
  for (const step of plan) {
    const before = step.after.map((id) => done.get(id) ?? neverTaken(step, id));
    const take = async () => {
      const succeeded = await Promise.all(before);
      if (onFailure === 'cancel' && (failures.length > 0 || succeeded.includes(false))) return false;
      try {
        within.throwIfAborted();
        await execute(executors, step, within);
        return true;
      } catch (error) {
        fail(step, error);
        return false;
      }
    };
    done.set(step.id, take());
  }
  await Promise.all(done.values());
  throwAll(failures, `${operation}: ${failures.length} steps failed`);
}

function execute<Step extends PlanStep>(executors: Executors<Step>, step: Step, signal: AbortSignal) {
  // TypeScript cannot tell that the executor of a step's operation takes that step.
  const run = executors[step.op as Step['op']] as (step: Step, signal: AbortSignal) => Promise<unknown>;
  return run(step, signal);
}

function neverTaken(step: PlanStep, id: string): never {
  throw new Error(`the plan takes "${step.id}" after "${id}", which is no earlier step`);
}

/** The reason for which steps under way end when another one has failed. */
function cancelled(operation: string, { id }: PlanStep, cause: unknown): DocktopusError {
  return new DocktopusError('aborted', {
    operation,
    reason: `it was cancelled because "${id}" failed`,
    cause,
  });
}

function isCausedBy(error: unknown, reason: unknown): boolean {
  for (let at = error; at !== undefined && at !== null; at = (at as { cause?: unknown }).cause) {
    if (at === reason) return true;
    if (at instanceof AggregateError && at.errors.some((each) => isCausedBy(each, reason))) return true;
  }
  return false;
}

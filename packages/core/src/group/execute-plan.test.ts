import { expect, test } from 'vitest';
import { DocktopusError } from '../errors/index.ts';
import { abortable, abortedError, startDeadline } from '../scope/index.ts';
import { type Executors, executePlan } from './execute-plan.ts';
import type { PlanStep } from './plan-step.ts';

type Step = PlanStep<'make' | 'start'>;

const never = new AbortController().signal;

const step = (id: string, ...after: string[]): Step => ({
  id,
  op: id.startsWith('start') ? 'start' : 'make',
  resource: { kind: 'container', name: id.split(' ')[1] ?? id },
  cause: '',
  after,
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Steps that end when the test says so. */
function setup() {
  const log: string[] = [];
  const waiting = new Map<string, { resolve: () => void; reject: (error: unknown) => void }>();
  const take = async ({ id }: Step, signal: AbortSignal) => {
    log.push(id);
    const asked = new Promise<void>((resolve, reject) => waiting.set(id, { resolve, reject }));
    // As the calls of core fail when their signal aborts.
    using deadline = startDeadline({ signal, timeoutMs: 0 }, 0, id);
    await abortable(asked, deadline.signal);
  };
  const executors: Executors<Step> = { make: take, start: take };
  return {
    log,
    run: (plan: readonly Step[], signal = never, onFailure?: 'cancel' | 'continue') =>
      executePlan(plan, executors, { operation: 'test.run', signal, onFailure }),
    async done(...ids: string[]) {
      for (const id of ids) {
        await turn();
        waiting.get(id)?.resolve();
      }
      await turn();
    },
    async fail(id: string, error: unknown) {
      await turn();
      waiting.get(id)?.reject(error);
      await turn();
    },
  };
}

const failureOf = (promise: Promise<void>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test('each step is taken as soon as those before it are done', async () => {
  const { log, run, done } = setup();
  const running = run([step('make a'), step('make b'), step('start a', 'make a'), step('start b', 'make b')]);
  await done('make b');
  expect(log).toEqual(['make a', 'make b', 'start b']);
  await done('make a');
  expect(log.at(-1)).toBe('start a');
  await done('start a', 'start b');
  await running;
});

test('the first failure aborts the running steps, starts no other, and is the error of the plan', async () => {
  const { log, run, fail } = setup();
  const running = failureOf(run([step('make a'), step('make b'), step('start a', 'make a')]));
  const cause = new DocktopusError('port.in-use', { operation: 'container.start', reason: 'taken' });
  await fail('make a', cause);
  expect(await running).toBe(cause);
  expect(log).toEqual(['make a', 'make b']);
});

test('a step that was cancelled says which failure has cancelled it', async () => {
  const seen: unknown[] = [];
  const cause = new Error('a is broken');
  const executors: Executors<Step> = {
    make: async ({ id }, signal) => {
      if (id === 'make a') throw cause;
      await abortable(new Promise(() => {}), signal).catch((error: unknown) => seen.push(error));
    },
    start: async () => {},
  };
  await failureOf(
    executePlan([step('make a'), step('make b')], executors, { operation: 'test.run', signal: never }),
  );
  expect(seen).toMatchObject([
    { code: 'aborted', message: 'test.run: it was cancelled because "make a" failed', cause },
  ]);
});

test('independent failures come back together, without those that the first one caused', async () => {
  const first = new DocktopusError('image.not-found', { operation: 'x', reason: 'first' });
  const executors: Executors<Step> = {
    make: async ({ id }, signal) => {
      if (id === 'make a') throw first;
      await abortable(new Promise(() => {}), signal).catch(() => undefined);
      throw id === 'make b' ? new Error('b cannot be removed') : abortedError('make', id, signal.reason);
    },
    start: async () => {},
  };
  const plan = [step('make a'), step('make b'), step('make c')];
  const error = await failureOf(executePlan(plan, executors, { operation: 'test.run', signal: never }));
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as AggregateError).errors.map(({ message }: Error) => message)).toEqual([
    'x: first',
    'b cannot be removed',
  ]);
  expect((error as AggregateError).cause).toBe(first);
});

test('an abort from outside is one failure, however many steps it ends', async () => {
  const { run } = setup();
  const abort = new AbortController();
  const running = failureOf(run([step('make a'), step('make b')], abort.signal));
  await turn();
  abort.abort(new Error('enough'));
  expect(await running).toMatchObject({ code: 'aborted', operation: 'make a', cause: { message: 'enough' } });
});

test("with onFailure 'continue', every step is taken and every failure comes back", async () => {
  const { log, run, done, fail } = setup();
  const plan = [step('make a'), step('make b'), step('start a', 'make a')];
  const running = failureOf(run(plan, never, 'continue'));
  await fail('make a', new Error('a is stuck'));
  await fail('make b', new Error('b is stuck'));
  await done('start a');
  expect(log).toEqual(['make a', 'make b', 'start a']);
  expect(await running).toMatchObject({
    message: 'test.run: 2 steps failed',
    cause: { message: 'a is stuck' },
  });
});

test('a plan whose order is wrong is refused', async () => {
  const { run } = setup();
  await expect(run([step('start a', 'make a'), step('make a')])).rejects.toThrow(
    'the plan takes "start a" after "make a", which is no earlier step',
  );
});

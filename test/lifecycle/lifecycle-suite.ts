import { describeError, type ErrorCode, isDocktopusError } from '@docktopus/core';
import { settledWithin } from '@docktopus/core/kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** A thing with a beginning and an end, as the suite drives it. */
export interface Life {
  /** Brings it to life; absent of a thing that lives from its making. */
  start?(): Promise<unknown>;
  /** Ends it: its `close()` or `stop()`. */
  end(): Promise<unknown>;
  /** Some ordinary use of it. */
  use(): Promise<unknown>;
  /** What it holds, in words: containers, connections, subscriptions. */
  held(): readonly string[] | Promise<readonly string[]>;
  /** Takes down what the thing stands on. */
  dispose?(): Promise<unknown>;
}

export interface LifeUnderTest {
  readonly name: string;
  make(): Life | Promise<Life>;
  /** The codes that a start or a use may fail with because the thing is not alive. */
  readonly refusals: readonly ErrorCode[];
  /** Whether a thing that has ended can be started again. @default false */
  readonly restarts?: boolean;
}

type Step = 'start' | 'end' | 'use' | 'turn' | 'settle';

/** Nothing here takes that long: what has not settled by then hangs. */
const HANGS_AFTER_MS = 10_000;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The one suite for all that starts, stops and closes. */
export function testLifecycle(subject: LifeUnderTest): void {
  const steps: readonly Step[] = ['start', 'end', 'use', 'turn', 'settle'];

  describe(subject.name, () => {
    test.each<[title: string, steps: readonly Step[]]>([
      ['is started and ended', ['start', 'settle', 'end']],
      ['can be ended before it is started', ['end']],
      ['can be ended twice, one time after the other', ['start', 'settle', 'end', 'settle', 'end']],
      ['can be ended twice at once', ['start', 'settle', 'end', 'end']],
      ['can be started twice at once', ['start', 'start', 'settle', 'use', 'settle', 'end']],
      ['can be started when it has started', ['start', 'settle', 'start', 'settle', 'use', 'settle', 'end']],
      ['can be ended while it starts', ['start', 'end']],
      ['can be ended in the middle of its start', ['start', 'turn', 'turn', 'end']],
      ['can be ended while it is used', ['start', 'settle', 'use', 'use', 'end']],
      ['refuses or serves uses before its start and after its end', ['use', 'start', 'end', 'settle', 'use']],
      ['refuses or takes a start after its end', ['start', 'settle', 'end', 'settle', 'start']],
      ['can be started and ended at once, again and again', ['start', 'end', 'start', 'end', 'start', 'end']],
    ])(
      '%s, and holds nothing then',
      async (_, given) => {
        await play(subject, given);
      },
      3 * HANGS_AFTER_MS,
    );

    test('in 200 random interleavings every call settles, and nothing is held in the end', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 12 }), (given) =>
          play(subject, given),
        ),
        { numRuns: 200, endOnFailure: true },
      );
    }, 120_000);
  });
}

/** Calls without waiting, but for `settle`; in the end the thing is ended. */
async function play({ make, refusals }: LifeUnderTest, steps: readonly Step[]): Promise<void> {
  const life = await make();
  const calls: { readonly step: Step; readonly settled: Promise<unknown> }[] = [];
  const call = (step: Step, act: () => Promise<unknown>) => {
    // A call that throws at once is a call that fails.
    const settled = (async () => act())().then(
      () => undefined,
      (error: unknown) => error ?? new Error('rejected without a reason'),
    );
    calls.push({ step, settled });
  };
  try {
    for (const step of steps) {
      if (step === 'turn') await turn();
      else if (step === 'settle') await allSettled(calls);
      else if (step === 'start') call(step, async () => life.start?.());
      else call(step, () => (step === 'end' ? life.end() : life.use()));
    }
    call('end', () => life.end());
    for (const { step, failure } of await allSettled(calls)) {
      if (failure === undefined) continue;
      const refused = step !== 'end' && isDocktopusError(failure, ...refusals);
      if (!refused) expect.fail(`'${step}' failed: ${describeError(failure, { stacks: true })}`);
    }
    // What an aborted call has made is removed in the background: its answer comes when it comes.
    await expect.poll(() => life.held(), { timeout: HANGS_AFTER_MS, interval: 20 }).toEqual([]);
  } finally {
    await life.dispose?.();
  }
}

async function allSettled(calls: readonly { readonly step: Step; readonly settled: Promise<unknown> }[]) {
  const all = Promise.all(calls.map(async ({ step, settled }) => ({ step, failure: await settled })));
  if (await settledWithin(all, HANGS_AFTER_MS)) return await all;
  const hanging = [];
  for (const { step, settled } of calls) if (!(await settledWithin(settled, 0))) hanging.push(step);
  return expect.fail(`these calls never settled: ${hanging.join(', ')}`);
}

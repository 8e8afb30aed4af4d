import { type Problems, readFields, readWord } from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import type { IdleTier, SleepAction } from './family-settings.ts';
import { readPeriod } from './read-period.ts';

/** From light to deep. */
const ACTIONS: readonly SleepAction[] = ['pause', 'stop', 'remove'];

const EXPECTED = "{ after: '15m', then: 'stop' }, { then: [{ pause: '2m' }, { stop: '15m' }] }, or 'never'";

const readOne = readFields<{ after: number; then: SleepAction }, 'after' | 'then'>(
  { after: readPeriod(1), then: readWord(ACTIONS) },
  { after: "a duration such as '15m'", then: "'pause', 'stop' or 'remove'" },
);
const readStep = readFields<Record<SleepAction, number>>({
  pause: readPeriod(1),
  stop: readPeriod(1),
  remove: readPeriod(1),
});

/** What sends members to sleep. The author has to say it. */
export function readIdle(value: unknown, problems: Problems): readonly IdleTier[] | undefined {
  if (value === 'never') return [];
  if (value === undefined) {
    const because = 'each of them has its price, and only the author knows which one to pay';
    return problems.report('nothing', EXPECTED, { because });
  }
  if (!isRecord(value)) return problems.refuse(value, EXPECTED);
  if (Array.isArray(value.then)) return readSteps(value, value.then, problems);
  const one = readOne(value, problems);
  return one && [{ action: one.then, afterMs: one.after }];
}

function readSteps(
  value: Readonly<Record<string, unknown>>,
  steps: readonly unknown[],
  problems: Problems,
): readonly IdleTier[] | undefined {
  for (const key of Object.keys(value)) if (key !== 'then') problems.refuseUnknown(key, ['then']);
  const at = problems.at('then');
  if (steps.length === 0) return at.refuse(steps, "at least one step, such as { stop: '15m' }");
  const tiers: IdleTier[] = [];
  for (const [position, step] of steps.entries()) {
    const tier = readTier(step, at.index(position));
    if (tier !== undefined && isDeeper(tier, tiers.at(-1), at.index(position))) tiers.push(tier);
  }
  return tiers;
}

function readTier(step: unknown, problems: Problems): IdleTier | undefined {
  const given = readStep(step, problems);
  if (given === undefined) return undefined;
  const [first, ...others] = Object.entries(given) as [SleepAction, number][];
  if (others.length > 0 || Object.keys(step as object).length === 0) {
    return problems.refuse(step, "one of pause, stop and remove, such as { stop: '15m' }");
  }
  return first && { action: first[0], afterMs: first[1] };
}

function isDeeper({ action, afterMs }: IdleTier, before: IdleTier | undefined, problems: Problems): boolean {
  if (before === undefined) return true;
  if (ACTIONS.indexOf(action) <= ACTIONS.indexOf(before.action)) {
    problems.refuse(action, `a step that goes deeper than ${before.action}`);
    return false;
  }
  if (afterMs > before.afterMs) return true;
  const because = 'all steps count from the end of the last hold';
  problems.at(action).refuse(afterMs, `more than the ${before.afterMs} ms of ${before.action}`, { because });
  return false;
}

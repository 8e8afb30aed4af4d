import { describe, expect, test } from 'vitest';
import type { FamilySettings } from '../settings/family-settings.ts';
import { nextDue, type ScheduleFacts } from './next-due.ts';

const MINUTE = 60_000;
const NEVER = Number.POSITIVE_INFINITY;

const running: ScheduleFacts = {
  state: 'running',
  held: false,
  idleSince: 100,
  runSince: 0,
  stoppedSince: undefined,
  keepUntil: undefined,
  warned: false,
};
const stopped: ScheduleFacts = { ...running, state: 'stopped', runSince: undefined, stoppedSince: 200 };
const none: Pick<FamilySettings, 'idle' | 'life' | 'keepMs'> = { idle: [], life: undefined, keepMs: NEVER };
const stopAfter15 = { ...none, idle: [{ action: 'stop', afterMs: 15 * MINUTE }] as const };
const tiers = {
  ...none,
  idle: [
    { action: 'pause', afterMs: 2 * MINUTE },
    { action: 'stop', afterMs: 15 * MINUTE },
    { action: 'remove', afterMs: 60 * MINUTE },
  ] as const,
};
const life = { ...none, life: { maxMs: 60 * MINUTE, warnMs: MINUTE } };

describe('time', () => {
  test.each<[string, Partial<ScheduleFacts>, typeof none, string | undefined]>([
    ['does nothing to a family whose members never sleep', {}, none, undefined],
    ['stops a member that nothing holds', {}, stopAfter15, `stop idle ${100 + 15 * MINUTE}`],
    ['leaves a member alone that is held', { held: true }, stopAfter15, undefined],
    ['counts from the end of the last hold', { idleSince: MINUTE }, stopAfter15, `stop idle ${16 * MINUTE}`],
    ['pauses first', {}, tiers, `pause idle ${100 + 2 * MINUTE}`],
    ['stops a paused member', { state: 'paused' }, tiers, `stop idle ${100 + 15 * MINUTE}`],
    ['removes a stopped member', { ...stopped }, tiers, `remove idle ${100 + 60 * MINUTE}`],
    [
      'removes no member before it may',
      { ...stopped, keepUntil: 61 * MINUTE },
      tiers,
      `remove idle ${61 * MINUTE}`,
    ],
    [
      'stops a member that is kept',
      { keepUntil: 61 * MINUTE },
      stopAfter15,
      `stop idle ${100 + 15 * MINUTE}`,
    ],
    ['does nothing to a stopped member after that', { ...stopped }, stopAfter15, undefined],
    ['warns before the end of a life, whatever holds it', { held: true }, life, `warn life ${59 * MINUTE}`],
    ['ends a life after the warning', { held: true, warned: true }, life, `stop life ${60 * MINUTE}`],
    [
      'ends a life without a warning',
      {},
      { ...none, life: { maxMs: MINUTE, warnMs: 0 } },
      `stop life ${MINUTE}`,
    ],
    ['ends a paused life', { state: 'paused', warned: true }, life, `stop life ${60 * MINUTE}`],
    ['has no life to end of a stopped member', { ...stopped }, life, undefined],
    [
      'removes what was stopped for long enough',
      { ...stopped },
      { ...none, keepMs: MINUTE },
      `remove kept ${200 + MINUTE}`,
    ],
    [
      'removes a failed member too',
      { ...stopped, state: 'failed' },
      { ...none, keepMs: MINUTE },
      `remove kept ${200 + MINUTE}`,
    ],
    [
      'keeps longer what is asked to be kept',
      { ...stopped, keepUntil: 9 * MINUTE },
      { ...none, keepMs: MINUTE },
      `remove kept ${9 * MINUTE}`,
    ],
    ['keeps what is waited for', { ...stopped, held: true }, { ...none, keepMs: MINUTE }, undefined],
    [
      'takes the earlier of idle and life',
      {},
      { ...stopAfter15, life: life.life },
      `stop idle ${100 + 15 * MINUTE}`,
    ],
  ])('%s', (_, facts, settings, expected) => {
    const due = nextDue({ ...running, ...facts }, settings);
    expect(due && `${due.act} ${due.cause} ${due.at}`).toBe(expected);
  });

  test.each(['absent', 'starting', 'pausing', 'stopping', 'removing'] as const)(
    'has nothing due for a member that is %s',
    (state) => {
      expect(
        nextDue({ ...running, state, stoppedSince: 0 }, { ...tiers, ...life, keepMs: 1 }),
      ).toBeUndefined();
    },
  );
});

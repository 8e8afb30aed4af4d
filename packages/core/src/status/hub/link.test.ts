import { expect, test } from 'vitest';
import { idleLink, type LinkEffect, type LinkInput, type LinkState, stepLink } from './link.ts';

const backoff = { firstMs: 100, capMs: 5_000 };

/** State and effects on one line each, as a plan that prints. */
function play(inputs: readonly LinkInput[], from: LinkState = idleLink): string[] {
  let state = from;
  return inputs.map((input) => {
    const [next, effects] = stepLink(state, input, backoff);
    state = next;
    return `${input.kind} → ${next.phase} ${next.turn} ${next.connected ?? '?'}: ${effects.map(print).join(', ')}`;
  });
}

function print(effect: LinkEffect): string {
  const { kind, ...facts } = effect;
  return [kind, ...Object.values(facts)].join(' ');
}

test('a connection from the first watcher to the last', () => {
  expect(
    play([
      { kind: 'wanted' },
      { kind: 'wanted' },
      { kind: 'opened', turn: 1 },
      { kind: 'round-due' },
      { kind: 'silent' },
      { kind: 'ping-answered', turn: 1 },
      { kind: 'unwanted' },
      { kind: 'unwanted' },
    ]),
  ).toEqual([
    'wanted → opening 1 ?: open-stream 1',
    'wanted → opening 1 ?: ',
    'opened → open 1 true: report true, look-at-all true, schedule-silence, schedule-round',
    'round-due → open 1 true: look-at-all false, schedule-round',
    'silent → open 1 true: ping 1',
    'ping-answered → open 1 true: schedule-silence',
    'unwanted → idle 2 ?: stop-timers, close-stream',
    'unwanted → idle 2 ?: ',
  ]);
});

test('an engine that goes away and comes back: reported once each, retried ever more slowly up to the cap', () => {
  const lost = (turn: number) => [{ kind: 'lost', turn } as const, { kind: 'retry-due' } as const];
  expect(
    play([
      { kind: 'wanted' },
      { kind: 'opened', turn: 1 },
      ...[1, 2, 3, 4, 5, 6, 7].flatMap(lost),
      { kind: 'opened', turn: 8 },
    ])
      .filter((line) => /^(lost|opened)/.test(line))
      .map((line) => line.replace(/, schedule-(silence|round)/g, '')),
  ).toEqual([
    'opened → open 1 true: report true, look-at-all true',
    'lost → waiting 1 false: stop-timers, close-stream, report false, schedule-retry 100',
    'lost → waiting 2 false: stop-timers, close-stream, schedule-retry 200',
    'lost → waiting 3 false: stop-timers, close-stream, schedule-retry 400',
    'lost → waiting 4 false: stop-timers, close-stream, schedule-retry 800',
    'lost → waiting 5 false: stop-timers, close-stream, schedule-retry 1600',
    'lost → waiting 6 false: stop-timers, close-stream, schedule-retry 3200',
    'lost → waiting 7 false: stop-timers, close-stream, schedule-retry 5000',
    'opened → open 8 true: report true, look-at-all true',
  ]);
});

test('a first attempt that fails is reported', () => {
  expect(play([{ kind: 'wanted' }, { kind: 'lost', turn: 1 }]).at(-1)).toBe(
    'lost → waiting 1 false: stop-timers, close-stream, report false, schedule-retry 100',
  );
});

test('streams that break at once are retried ever more slowly, until one lasts', () => {
  const flapping: LinkState = { phase: 'open', turn: 4, failures: 3, connected: true };
  expect(play([{ kind: 'lost', turn: 4 }], flapping)[0]).toContain('schedule-retry 800');
  expect(play([{ kind: 'round-due' }, { kind: 'lost', turn: 4 }], flapping)[1]).toContain(
    'schedule-retry 100',
  );
  expect(
    play(
      [
        { kind: 'ping-answered', turn: 4 },
        { kind: 'lost', turn: 4 },
      ],
      flapping,
    )[1],
  ).toContain('schedule-retry 100');
});

test('a silent stream is replaced without a change of `connected`, since the engine answers', () => {
  const open: LinkState = { phase: 'open', turn: 1, failures: 0, connected: true };
  expect(
    play(
      [
        { kind: 'deaf', turn: 1 },
        { kind: 'opened', turn: 2 },
      ],
      open,
    ),
  ).toEqual([
    'deaf → opening 2 true: stop-timers, close-stream, open-stream 2',
    'opened → open 2 true: report true, look-at-all true, schedule-silence, schedule-round',
  ]);
});

test('a ping without an answer is a loss', () => {
  const open: LinkState = { phase: 'open', turn: 1, failures: 0, connected: true };
  expect(play([{ kind: 'ping-unanswered', turn: 1 }], open)[0]).toContain('→ waiting 1 false');
});

test.each<[string, LinkState, LinkInput]>([
  [
    'the end of a former stream',
    { phase: 'open', turn: 2, failures: 0, connected: true },
    { kind: 'lost', turn: 1 },
  ],
  [
    'the opening of a former stream',
    { phase: 'opening', turn: 2, failures: 0, connected: false },
    { kind: 'opened', turn: 1 },
  ],
  ['an opening after the last watcher left', { ...idleLink, turn: 2 }, { kind: 'opened', turn: 1 }],
  [
    'a former ping',
    { phase: 'open', turn: 2, failures: 0, connected: true },
    { kind: 'ping-unanswered', turn: 1 },
  ],
  [
    'a ping after the loss',
    { phase: 'waiting', turn: 2, failures: 1, connected: false },
    { kind: 'ping-unanswered', turn: 2 },
  ],
  ['a second loss', { phase: 'waiting', turn: 2, failures: 1, connected: false }, { kind: 'lost', turn: 2 }],
  ['a retry after the last watcher left', { ...idleLink, turn: 2 }, { kind: 'retry-due' }],
  [
    'deafness of a former stream',
    { phase: 'open', turn: 2, failures: 0, connected: true },
    { kind: 'deaf', turn: 1 },
  ],
  [
    'silence while it opens',
    { phase: 'opening', turn: 2, failures: 1, connected: false },
    { kind: 'silent' },
  ],
])('%s changes nothing', (_, state, input) => {
  expect(stepLink(state, input, backoff)).toEqual([state, []]);
});

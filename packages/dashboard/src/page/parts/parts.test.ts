import { describe, expect, it, test } from 'vitest';
import type { Moment } from '../../api/index.ts';
import { layoutPlan } from './plan-layout.ts';
import { portUrl } from './port-links.tsx';
import { linePath } from './sparkline.tsx';
import { stretchesOf } from './state-band.tsx';
import { statusTone, statusWord } from './status-badge.tsx';

const state = { health: 'none', oomKilled: false } as const;

test.each([
  [{ ...state, status: 'running' }, 'running', 'good'],
  [{ ...state, status: 'running', ready: false }, 'not ready', 'busy'],
  [{ ...state, status: 'running', health: 'unhealthy' }, 'unhealthy', 'warn'],
  [{ ...state, status: 'exited', exitCode: 0 }, 'exit 0', 'off'],
  [{ ...state, status: 'exited', exitCode: 3 }, 'exit 3', 'bad'],
  [{ ...state, status: 'exited', exitCode: 137, oomKilled: true }, 'out of memory', 'bad'],
  [{ ...state, status: 'restarting', exitCode: 1 }, 'restarting', 'warn'],
  [{ ...state, status: 'paused' }, 'paused', 'warn'],
] as const)('%j is shown as %s', (shown, word, tone) => {
  expect([statusWord(shown), statusTone(shown)]).toEqual([word, tone]);
});

describe('the band of states', () => {
  const history: Moment[] = [
    { ...state, at: '2026-11-28T09:00:00.000Z', status: 'created' },
    { ...state, at: '2026-11-28T09:00:00.500Z', status: 'running' },
    { ...state, at: '2026-11-28T09:01:40.500Z', status: 'exited', exitCode: 1 },
  ];
  const now = Date.parse('2026-11-28T09:02:30.500Z');

  it('gives each state its share of the time, and short ones a share that can be seen', () => {
    const stretches = stretchesOf(history, now);
    expect(stretches.map(({ word, ms }) => [word, ms])).toEqual([
      ['created', 500],
      ['running', 100_000],
      ['exit 1', 50_000],
    ]);
    expect(stretches.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100);
    expect(stretches[0]!.percent).toBeGreaterThan(1);
  });

  it('ends with the removal', () => {
    const removed = [...history, { ...state, at: '2026-11-28T09:02:00.500Z', status: 'removed' as const }];
    expect(
      stretchesOf(removed, now)
        .map(({ word, ms }) => [word, ms])
        .at(-1),
    ).toEqual(['exit 1', 20_000]);
  });

  it('is nothing without a state', () => {
    expect(stretchesOf([], now)).toEqual([]);
  });
});

test('a sparkline begins at the right edge and grows to the left', () => {
  expect(linePath([5], 10)).toBe('');
  expect(linePath([0, 10], 10)).toBe('M68.2 17.0L72.0 1.0');
  expect(linePath([0, 20], 10)).toBe('M68.2 17.0L72.0 1.0');
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:80/'],
  ['0.0.0.0', 'http://here.test:80/'],
  ['::', 'http://here.test:80/'],
  ['', 'http://here.test:80/'],
  ['::1', 'http://[::1]:80/'],
])('a port published on %j is opened at %s', (ip, url) => {
  expect(portUrl(ip, 80, 'here.test')).toBe(url);
});

test('a plan is laid out from left to right, in the order of its steps', () => {
  const step = (id: string, after: readonly string[] = []) => ({
    id,
    op: 'create',
    resource: `container ${id}`,
    cause: '',
    after,
  });
  const { nodes, edges, width, height } = layoutPlan([step('db'), step('web', ['db', 'unknown'])]);
  const [db, web] = nodes;
  expect(db!.x + db!.width / 2).toBeLessThan(web!.x - web!.width / 2);
  expect(edges).toHaveLength(1);
  expect(width).toBeGreaterThan(web!.x);
  expect(height).toBeGreaterThan(0);
});

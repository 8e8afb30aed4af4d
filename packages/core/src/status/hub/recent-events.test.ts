import { expect, test } from 'vitest';
import type { EngineEvent } from '../../engine/index.ts';
import { RecentEvents } from './recent-events.ts';

const event = (id: string, attributes: EngineEvent['attributes'] = {}): EngineEvent => ({
  type: 'container',
  action: 'die',
  id,
  attributes,
  timeNano: '1',
});

test('the last 1,024 events are kept, the oldest first', () => {
  const recent = new RecentEvents();
  for (let count = 0; count < 1_030; count += 1) recent.remember(event('box', { count: String(count) }));
  const kept = recent.of('box').map(({ attributes }) => attributes.count);
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([1_024, '6', '1029']);
});

test('labels as large as others like are not kept, what the engine says is', () => {
  const recent = new RecentEvents();
  recent.remember(event('a', { exitCode: '137', long: 'x'.repeat(1_000_000), short: 'y' }));
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`label${index}`, 'x']));
  recent.remember(event('b', { ...many, exitCode: '1', execID: 'e' }));
  expect(recent.of('a')[0]?.attributes).toEqual({ exitCode: '137', short: 'y' });
  expect(recent.of('b')[0]?.attributes).toEqual({ exitCode: '1', execID: 'e' });
});

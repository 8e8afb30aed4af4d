import { expect, test } from 'vitest';
import { holdTexts } from './member-views.ts';

const sockets = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ kind: 'socket', what: `upgrade ${i}` }));

test('a member with a few holds is shown with all of them', () => {
  expect(holdTexts([{ kind: 'use' }, ...sockets(1)])).toEqual(['use', 'socket upgrade 0']);
});

test('a member with thousands of holds is shown with the first of them and how many more there are', () => {
  const texts = holdTexts(sockets(5_000));
  expect(texts).toHaveLength(21);
  expect(texts.at(-1)).toBe('and 4980 more');
});

import { expect, test } from 'vitest';
import { DocktopusError } from './docktopus-error.ts';
import { helpLink } from './help-link.ts';

const refused = new DocktopusError('engine.unreachable', { operation: 'connectDocker', reason: 'no engine' });

test.each([
  ['a code', 'port.in-use', /errors\.md#port\.in-use$/],
  ['an error', refused, /#engine\.unreachable$/],
  ["the cause of an author's error", new Error('no shop', { cause: refused }), /#engine\.unreachable$/],
  ['the first of several errors', new AggregateError([new Error('other'), refused]), /#engine\.unreachable$/],
])('the link of %s leads to the anchor of its code', (_, of, link) => {
  expect(helpLink(of)).toMatch(link);
});

test.each([
  ["an author's code", 'billing.over-budget'],
  ["an author's error", new Error('closed on Sundays')],
  ['what is not an error', { code: 'port.in-use' }],
])('there is no link for %s', (_, of) => {
  expect(helpLink(of)).toBeUndefined();
});

test('errors that cause each other have no link, and no end of searching', () => {
  const first = new Error('a');
  first.cause = new Error('b', { cause: first });
  expect(helpLink(first)).toBeUndefined();
});

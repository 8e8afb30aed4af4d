import { expect, test } from 'vitest';
import { href, parseRoute } from './router.ts';

test.each([
  ['', 'overview', [], {}],
  ['#/', 'overview', [], {}],
  ['#/containers/4f0c/logs', 'containers', ['4f0c', 'logs'], {}],
  ['#/jobs?state=dead&job=build', 'jobs', [], { state: 'dead', job: 'build' }],
  ['#/jobs/a%2Fb%3Fc', 'jobs', ['a/b?c'], {}],
  ['#/jobs/100%', 'jobs', ['100%'], {}],
])('%s leads to %s', (hash, view, rest, query) => {
  const route = parseRoute(hash);
  expect([route.view, route.rest, Object.fromEntries(route.query)]).toEqual([view, rest, query]);
});

test('an address leads back to its parts, whatever they hold', () => {
  const parts = ['jobs', 'a/b ?#%', '<img>'];
  const route = parseRoute(href(parts, { state: 'a&b=c', job: '' }));
  expect([[route.view, ...route.rest], [...route.query]]).toEqual([parts, [['state', 'a&b=c']]]);
});

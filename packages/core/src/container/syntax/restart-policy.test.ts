import { expect, test } from 'vitest';
import { parseRestartPolicy, printRestartPolicy } from './restart-policy.ts';

test.each([
  ['no', { name: 'no' }],
  ['always', { name: 'always' }],
  ['unless-stopped', { name: 'unless-stopped' }],
  ['on-failure', { name: 'on-failure' }],
  ['on-failure:', { name: 'on-failure' }],
  ['on-failure:0', { name: 'on-failure', maximumRetryCount: 0 }],
  ['on-failure:5', { name: 'on-failure', maximumRetryCount: 5 }],
  ['on-failure:+5', { name: 'on-failure', maximumRetryCount: 5 }],
  ['always:', { name: 'always' }],
] as const)('%s', (text, policy) => {
  const result = parseRestartPolicy(text);
  expect(result).toEqual({ ok: true, value: policy });
  expect(parseRestartPolicy(printRestartPolicy(policy))).toEqual(result);
});

// biome-ignore format: a table reads better in rows
test.each([
  '', ' ', ':', ':5', 'never', 'Always', 'ALWAYS', 'unless_stopped', 'onfailure', 'on-failure:-1', 'on-failure:1.5',
  'on-failure:five', 'on-failure:5:5', 'on-failure: 5', 'on-failure:5 ', 'on-failure:99999999999999999999',
  'always:5', 'no:1', 'unless-stopped:5', ' no', 'no\n',
])('%j is refused', (text) => {
  expect(parseRestartPolicy(text).ok).toBe(false);
});

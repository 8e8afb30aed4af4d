import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONTENDERS, expectSmoke, SLOW } from './smoke.ts';

test('each benchmark has its smoke here', () => {
  const names = readdirSync('bench').filter((name) => existsSync(`bench/${name}/main.ts`));
  expect(Object.keys(CONTENDERS)).toEqual(names.sort());
});

test.each(Object.keys(CONTENDERS).filter((name) => !SLOW.includes(name)))(
  '%s measures all of its contenders, leaves no container, and no results of a smoke',
  { timeout: 120_000 },
  expectSmoke,
);

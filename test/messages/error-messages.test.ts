import { describe, expect, test } from 'vitest';
import { saidBy } from './bench.ts';
import { coreRows } from './core-rows.ts';
import { runnerRows } from './runner-rows.ts';

describe.each([
  ['core', coreRows],
  ['runner', runnerRows],
])('the message of the %s for', (_, rows) => {
  test.each(Object.entries(rows))('%s is this text', async (code, [act, text]) => {
    const said = await saidBy(act);
    expect(said).toBe(`${code}: ${text}`);
  });
});

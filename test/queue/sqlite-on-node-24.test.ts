import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { nodeBinary } from '../support/node-versions.ts';

const run = promisify(execFile);
const VITEST = 'node_modules/vitest/vitest.mjs';

/** The SQLite of this Node is too old, or absent: the same file of tests, on a Node whose SQLite several processes may share. */
test('the SQLite store passes the contract on node:sqlite of Node 24, with one process and with several on its file', async () => {
  const node = await nodeBinary('24');
  const args = [
    VITEST,
    'run',
    '--project',
    'unit',
    '--reporter',
    'json',
    // As for the other files beside this one.
    '--maxConcurrency',
    '20',
    'packages/queue/src/sqlite/sqlite-store.test.ts',
  ];
  const { stdout } = await run(node, args, { maxBuffer: 64 * 2 ** 20 }).catch(
    (error: { stdout: string }) => error,
  );
  const report = JSON.parse(stdout.slice(stdout.indexOf('{"numTotalTestSuites"'))) as Report;
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(results.filter(({ status }) => status !== 'passed').map(({ fullName }) => fullName)).toEqual([]);
  const on = (driver: string) => results.filter(({ fullName }) => fullName.includes(driver)).length;
  expect(on('on libsql')).toBeGreaterThan(50);
  expect(on('on node:sqlite ')).toBe(on('on libsql'));
  expect(on('on node:sqlite, several processes')).toBeGreaterThan(on('on libsql'));
}, 180_000);

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

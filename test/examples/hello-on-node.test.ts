import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeBinary, OTHER_NODE_VERSIONS } from '../support/node-versions.ts';
import { expectedOutput, outputPattern } from './expected-output.ts';
import { runExample } from './run-example.ts';

test.for(OTHER_NODE_VERSIONS)('the demo runs on Node %s', { timeout: 240_000 }, async (version, { skip }) => {
  skip(process.env.CI !== 'true', 'fetches another Node; runs with CI=true');
  const { stdout } = await runExample('01-hello', await nodeBinary(version));
  const expected = expectedOutput(readFileSync('examples/01-hello/README.md', 'utf8'));
  expect(stdout).toMatch(outputPattern(expected));
});

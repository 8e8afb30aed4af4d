import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectedOutput, outputPattern } from './expected-output.ts';
import { runExample } from './run-example.ts';

const examples = readdirSync('examples').filter((name) => existsSync(`examples/${name}/main.ts`));

test.for(examples)(
  '%s prints what its README says and leaves nothing behind',
  // The first time, an image is made.
  { timeout: 300_000 },
  async (name, { skip }) => {
    const needsApt = name === '03-database' || name === '11-typed-pipeline';
    skip(needsApt && !existsSync('/usr/bin/apt-get'), 'there is no apt on this machine');
    const expected = expectedOutput(readFileSync(`examples/${name}/README.md`, 'utf8'));
    const { exitCode, stdout, stderr, leftBehind } = await runExample(name);
    expect({ exitCode, stderr, leftBehind }).toEqual({ exitCode: 0, stderr: '', leftBehind: [] });
    // The second comparison is there for its readable difference.
    if (!outputPattern(expected).test(stdout)) expect(stdout.trimEnd()).toBe(expected);
  },
);

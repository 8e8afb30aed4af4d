import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';
import { engineEndpoint } from '../support/engine.ts';
import { expectedOutput, outputPattern } from './expected-output.ts';

const examples = readdirSync('examples').filter((name) => existsSync(`examples/${name}/main.ts`));

test.each(examples)('%s prints what its README says', async (name) => {
  const readme = readFileSync(`examples/${name}/README.md`, 'utf8');
  const { exitCode, stdout, stderr } = await run(`examples/${name}/main.ts`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const expected = expectedOutput(readme);
  if (!outputPattern(expected).test(stdout)) expect(stdout.trimEnd()).toBe(expected);
});

function run(program: string): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...runEnv, DOCKER_HOST: engineEndpoint(), NODE_ENV: '', VITEST: '' };
    const child = spawn(process.execPath, runArgs(program), { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

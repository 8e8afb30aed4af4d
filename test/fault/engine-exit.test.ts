import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';
import { engineEndpoint } from '../support/engine.ts';

const PROGRAM = fileURLToPath(new URL('programs/uses-everything.ts', import.meta.url));

test.each([[['close']], [[]]])(
  'a program that used everything exits by itself (%j)',
  async (args) => {
    const child = spawn(process.execPath, runArgs(PROGRAM, args), {
      env: { ...process.env, ...runEnv, DOCKER_HOST: engineEndpoint() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let doneAt = Number.NaN;
    child.stdout.on('data', () => {
      doneAt = performance.now();
    });
    const late = setTimeout(() => child.kill('SIGKILL'), 100_000);
    const [exitCode, unixSignal] = await once(child, 'exit');
    clearTimeout(late);
    expect({ exitCode, unixSignal }).toEqual({ exitCode: 0, unixSignal: null });
    expect(performance.now() - doneAt).toBeLessThan(1_500);
  },
  120_000,
);

import { spawn } from 'node:child_process';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';
import { engineEndpoint } from '../support/engine.ts';

/** What one run of `examples/NAME/main.ts` left: everything that it printed, and its exit code. */
export interface ExampleRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs an example from source on the engine under test, as somebody at a shell would.
 *
 * @default node the Node that runs the tests
 */
export function runExample(name: string, node: string = process.execPath): Promise<ExampleRun> {
  return new Promise((resolve, reject) => {
    const { VITEST: _, NODE_ENV: __, ...inherited } = process.env;
    const env = { ...inherited, ...runEnv, DOCKER_HOST: engineEndpoint() };
    const child = spawn(node, runArgs(`examples/${name}/main.ts`), {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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

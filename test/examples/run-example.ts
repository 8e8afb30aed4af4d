import { spawn } from 'node:child_process';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';
import { engineRequest } from '../../scripts/setup/engine-request.mjs';
import { engineEndpoint, uniqueName } from '../support/engine.ts';

/** What one run of `examples/NAME/main.ts` left: everything that it printed, and its exit code. */
export interface ExampleRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Names of the containers, stopped ones included, that the blueprint left in the engine. */
  readonly leftBehind: readonly string[];
}

/**
 * Runs an example from source on the engine under test, as somebody at a shell would.
 *
 * @default node the Node that runs the tests
 */
export function runExample(name: string, node: string = process.execPath): Promise<ExampleRun> {
  return runProgram(`examples/${name}/main.ts`, node);
}

/** Runs any TypeScript program of this repository likewise, with `variables` in its environment. */
export async function runProgram(
  program: string,
  node: string = process.execPath,
  variables: Readonly<Record<string, string>> = {},
): Promise<ExampleRun> {
  const blueprint = uniqueName('example');
  const { VITEST: _, NODE_ENV: __, ...inherited } = process.env;
  const env = {
    ...inherited,
    ...runEnv,
    DOCKER_HOST: engineEndpoint(),
    DOCKTOPUS_NAME: blueprint,
    ...variables,
  };
  const run = await spawned(node, runArgs(program), env);
  return { ...run, leftBehind: await containersOf(blueprint) };
}

async function containersOf(blueprint: string): Promise<string[]> {
  const filters = JSON.stringify({ label: [`dev.docktopus.blueprint=${blueprint}`] });
  const path = `/containers/json?all=true&filters=${encodeURIComponent(filters)}`;
  const { text } = await engineRequest(engineEndpoint(), 'GET', path);
  return (JSON.parse(text) as { Names: string[] }[]).map((container) => container.Names.join());
}

function spawned(
  node: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<Omit<ExampleRun, 'leftBehind'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
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

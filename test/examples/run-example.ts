import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';
import { engineRequest } from '../../scripts/setup/engine-request.mjs';
import { engineEndpoint, uniqueName } from '../support/engine.ts';

/** What one run of `examples/NAME/main.ts` left: everything that it printed, and its exit code. */
export interface ExampleRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Names of the containers, stopped ones included, networks and volumes that the blueprint left in the engine. */
  readonly leftBehind: readonly string[];
}

/**
 * Runs an example from source on the engine under test, as somebody at a shell would. What it leaves on purpose is
 * removed as its README says: with `npm run example -- NAME remove`.
 *
 * @default node the Node that runs the tests
 */
export function runExample(name: string, node: string = process.execPath): Promise<ExampleRun> {
  const readme = readFileSync(`examples/${name}/README.md`, 'utf8');
  const afterwards = readme.includes(`npm run example -- ${name} remove`) ? ['remove'] : undefined;
  return runProgram(`examples/${name}/main.ts`, node, {}, afterwards);
}

/**
 * Runs any program of this repository likewise, TypeScript or a bundle of it, with `variables` in its environment, and once more with the
 * arguments `afterwards`, whose complaints alone are of interest.
 */
export async function runProgram(
  program: string,
  node: string = process.execPath,
  variables: Readonly<Record<string, string>> = {},
  afterwards?: readonly string[],
): Promise<ExampleRun> {
  const blueprint = uniqueName('example');
  const { VITEST: _, NODE_ENV: __, ...inherited } = process.env;
  const env = {
    ...inherited,
    ...runEnv,
    DOCKER_HOST: engineEndpoint(),
    DOCKTOPUS_NAME: blueprint,
    // What is pulled or built the first time would be told on stderr, where the tests look for complaints.
    DOCKTOPUS_PROGRESS: 'off',
    ...variables,
  };
  const args = (more: readonly string[] = []) =>
    program.endsWith('.ts') ? runArgs(program, [...more]) : [program, ...more];
  const run = await spawned(node, args(), env);
  const removal = afterwards && (await spawned(node, args(afterwards), env));
  return { ...run, stderr: run.stderr + (removal?.stderr ?? ''), leftBehind: await thingsOf(blueprint) };
}

async function thingsOf(blueprint: string): Promise<string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`dev.docktopus.blueprint=${blueprint}`] }));
  const get = async (path: string) =>
    JSON.parse((await engineRequest(engineEndpoint(), 'GET', `${path}filters=${filters}`)).text);
  const containers: { Names: string[] }[] = await get('/containers/json?all=true&');
  const networks: { Name: string }[] = await get('/networks?');
  const { Volumes }: { Volumes: { Name: string }[] | null } = await get('/volumes?');
  return [
    ...containers.map(({ Names }) => Names.join()),
    ...networks.map(({ Name }) => Name),
    ...(Volumes ?? []).map(({ Name }) => Name),
  ];
}

/** Less than any test that runs a program may take: one that hangs must not outlive its test, and its watcher cleans up. */
const HANGS_MS = 100_000;

function spawned(
  node: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<Omit<ExampleRun, 'leftBehind'>> {
  return new Promise((resolve, reject) => {
    const options = { timeout: HANGS_MS, killSignal: 'SIGKILL' } as const;
    const child = spawn(node, args, { ...options, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      if (signal !== null) stderr += `it was ended by ${signal}\n`;
      resolve({ exitCode, stdout, stderr });
    });
  });
}

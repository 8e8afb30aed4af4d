import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { DockerContext } from '@docktopus/core';
import { withResolvers } from '@docktopus/core/kit';
import { FakeEngine } from '@docktopus/testing';

/** The built command. */
export const BINARY = resolve('packages/cli/dist/bundle/index.js');

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is written to its stdin. @default nothing, and it is closed */
  readonly input?: string;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as one JSON document. */
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about.
  readonly json: any;
}

/** What the test run has set for itself. */
const OURS = /^(DOCKER_HOST|FORCE_COLOR|NO_COLOR|NODE_ENV|VITEST.*|NODE_OPTIONS|DOCKTOPUS_.*)$/;

/** The environment as a person has it. */
export function outerEnvironment(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
}

/** A command that runs. */
class Running {
  readonly process: ChildProcessWithoutNullStreams;
  stdout = '';
  stderr = '';
  readonly #ended: Promise<number>;

  constructor(args: readonly string[], { env = {}, cwd }: RunOptions) {
    this.process = spawn(process.execPath, [BINARY, ...args], {
      env: { ...outerEnvironment(), ...env },
      cwd,
    });
    this.process.stdout.setEncoding('utf8').on('data', (more) => {
      this.stdout += more;
    });
    this.process.stderr.setEncoding('utf8').on('data', (more) => {
      this.stderr += more;
    });
    this.#ended = once(this.process, 'close').then(([code, signal]) => code ?? `ended by ${signal}`);
  }

  /** Resolves once stdout or stderr holds `text`. */
  async until(text: string): Promise<void> {
    const { promise, resolve, reject } = withResolvers();
    const look = () => {
      if (this.stdout.includes(text) || this.stderr.includes(text)) resolve();
    };
    void this.#ended.then((code) => {
      look();
      reject(new Error(`ended with ${code} before '${text}':\n${this.stdout}\n${this.stderr}`));
    });
    this.process.stdout.on('data', look);
    this.process.stderr.on('data', look);
    look();
    await promise.finally(() => {
      this.process.stdout.off('data', look);
      this.process.stderr.off('data', look);
    });
  }

  async end(): Promise<Ran> {
    const code = await this.#ended;
    const { stdout, stderr } = this;
    return {
      code,
      stdout,
      stderr,
      get json() {
        return JSON.parse(stdout);
      },
    };
  }
}

/** Runs a line of bash, in which `$0` is node; other processes can reach this one meanwhile. */
export async function bash(code: string, env: Readonly<Record<string, string>>) {
  const shell = spawn('bash', ['-o', 'pipefail', '-c', code, process.execPath], {
    env: { ...process.env, ...env },
  });
  shell.stdin.end();
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(shell.stdout),
    text(shell.stderr),
    once(shell, 'close'),
  ]);
  return { stdout, stderr, code: exitCode as number | null };
}

/** Starts the command. */
export function startDocktopus(args: readonly string[], options: RunOptions = {}): Running {
  return new Running(args, options);
}

/** Runs the command to its end. */
export async function docktopus(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const running = new Running(args, options);
  running.process.stdin.end(options.input ?? '');
  return await running.end();
}

/** An engine in memory that other processes reach, a blueprint `shop` on it, and the command that looks at it. */
export async function shopOnSocket() {
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-cli-'));
  const engine = new FakeEngine({ ports: 'none' });
  engine.image('shop/web:1', async ({ stdout, stderr, onSignal, exit, forever }) => {
    onSignal('SIGTERM', () => exit(0));
    stdout('listening\n');
    stderr('no cache\n');
    await forever();
  });
  const socket = join(folder, 'engine.sock');
  const listening = await engine.listen(socket);
  const shop = await DockerContext.connect({
    transport: engine,
    cleanup: 'none',
    config: { name: 'shop', strict: 'off', progress: 'off' },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  const env = { DOCKER_HOST: `unix://${socket}` };
  return {
    engine,
    shop,
    env,
    folder,
    run: (args: readonly string[], options: RunOptions = {}) =>
      docktopus(args, { ...options, env: { ...env, ...options.env } }),
    start: (args: readonly string[], options: RunOptions = {}) =>
      startDocktopus(args, { ...options, env: { ...env, ...options.env } }),
    async [Symbol.asyncDispose]() {
      await shop.close();
      await listening[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { connectDocker } from '@docktopus/core';
import { guardSession } from '@docktopus/core/kit';
import type { Invocation } from '../invocation/invocation.ts';
import { EXIT } from '../output/index.ts';
import { watchFiles } from '../project/index.ts';
import { type DevKey, KEY_HELP, readKeys } from './dev-keys.ts';
import { DevProgram } from './dev-program.ts';
import { type DevAct, type DevInput, firstDevState, stepDev } from './dev-state.ts';
import { onceUrl, openInBrowser } from './open-in-browser.ts';

/** Runs a program again whenever its files change, and owns what it makes in the engine meanwhile. */
export class DevSupervisor {
  readonly #path: string;
  readonly #args: readonly string[];
  readonly #invocation: Invocation;
  readonly #token = randomBytes(24).toString('base64url');
  #port = 0;
  #state = firstDevState;
  #program: DevProgram | undefined;
  #url: string | undefined;
  #logs: ChildProcess | undefined;
  #ended!: () => void;
  #exitCode: number = EXIT.done;
  #blueprint: string | undefined;

  constructor(path: string, args: readonly string[], invocation: Invocation) {
    this.#path = path;
    this.#args = args;
    this.#invocation = invocation;
  }

  /** Resolves when it was told to quit and nothing of the program is left. */
  async run(): Promise<number> {
    const { options, out } = this.#invocation;
    await using docker = await connectDocker({ endpoint: options.host });
    this.#port = await freePort();
    const guard = await guardSession(docker);
    const ended = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    const watching = this.#watch();
    using _keys = readKeys((key) => this.#onKey(key));
    process
      .on('SIGINT', () => this.#quit(EXIT.interrupted))
      .on('SIGTERM', () => this.#quit(EXIT.terminated))
      // The terminal is gone.
      .on('SIGHUP', () => this.#quit(EXIT.hungUp));
    if (process.stdin.isTTY) out.note(out.paint('dim', KEY_HELP));
    this.#take({ kind: 'changed' });
    await ended;
    this.#logs?.kill();
    await watching.close();
    await guard.close();
    if (this.#exitCode === EXIT.hungUp) hangUp();
    return this.#exitCode;
  }

  #watch(): { close(): Promise<void> } {
    const { out } = this.#invocation;
    const told = new Set<string>();
    return watchFiles({
      folder: process.cwd(),
      program: this.#path,
      onChange: (files) => {
        out.note(out.paint('dim', `${files.slice(0, 3).join(', ')} changed: restarting the program`));
        this.#take({ kind: 'changed' });
      },
      onFailure: ({ code = 'unknown', message }) => {
        if (told.has(code)) return;
        told.add(code);
        out.note(`${out.paint('yellow', 'warning')} changes to some files go unnoticed: ${message}`);
        out.note(
          code === 'ENOSPC' || code === 'EMFILE'
            ? 'Raise fs.inotify.max_user_watches or the limit on open files, or run dev in a smaller folder'
            : 'Press r to restart the program',
        );
      },
    });
  }

  #quit(exitCode: number): void {
    this.#exitCode = exitCode;
    this.#take({ kind: 'quit' });
  }

  #take(input: DevInput): void {
    const { state, act } = stepDev(this.#state, input);
    this.#state = state;
    this.#act(act);
  }

  #act(act: DevAct): void {
    if (act === 'start') this.#start();
    else if (act === 'stop') this.#program?.stop();
    else if (act === 'kill') this.#program?.kill();
    else if (act === 'end') this.#ended();
  }

  #start(): void {
    const { out } = this.#invocation;
    this.#program = new DevProgram({
      path: this.#path,
      args: this.#args,
      host: this.#invocation.options.host,
      dashboard: { port: this.#port, token: this.#token },
      onDashboard: (url, blueprint) => {
        this.#blueprint = blueprint;
        this.#take({ kind: 'started' });
        if (this.#url !== url) out.note(`${out.paint('bold', 'dashboard')} ${url}`);
        this.#url = url;
      },
      onExit: (code, signal) => {
        if (this.#state.phase !== 'stopping') {
          out.note(
            code === 0
              ? 'the program has ended'
              : `the program ended with ${signal ?? `exit code ${code ?? EXIT.failed}`}`,
          );
          if (code === 0 && this.#state.phase === 'starting')
            out.note('It ran no blueprint: name the file that calls run() of one, such as main.ts');
          out.note('waiting for the next change');
        } else if (signal === 'SIGKILL') out.note('the program did not stop in time and was killed');
        this.#take({ kind: 'exited' });
      },
      onFailure: ({ message }) => out.note(`the program cannot be started: ${message}`),
      onSlow: (killInMs) =>
        out.note(
          `the program has not stopped yet: it will be killed in ${Math.round(killInMs / 1000)} seconds`,
        ),
    });
  }

  #onKey(key: DevKey): void {
    const { out } = this.#invocation;
    if (key === 'restart') this.#take({ kind: 'changed' });
    else if (key === 'quit') this.#quit(EXIT.done);
    else if (key === 'interrupt') this.#quit(EXIT.interrupted);
    else if (key === 'clear') process.stderr.write('\u001b[2J\u001b[H');
    else if (key === 'logs') this.#toggleLogs();
    else if (this.#url === undefined) out.note('there is no dashboard yet');
    else void this.#open(this.#url);
  }

  /** Opens the page by a code: every user of the machine can read the command line of a browser. */
  async #open(url: string): Promise<void> {
    try {
      openInBrowser(await onceUrl(url));
    } catch (error) {
      this.#invocation.out.note(
        `the dashboard cannot be opened from here: ${(error as Error).message}. Open the URL above`,
      );
    }
  }

  /** Container logs beside the program's own output, by the command that prints them anywhere. */
  #toggleLogs(): void {
    if (this.#logs !== undefined) {
      this.#logs.kill();
      this.#logs = undefined;
      this.#invocation.out.note('container logs are off');
      return;
    }
    if (this.#blueprint === undefined) {
      this.#invocation.out.note('the program has not started a blueprint yet');
      return;
    }
    this.#invocation.out.note('container logs are on');
    const { host } = this.#invocation.options;
    const engine = host === undefined ? [] : ['--host', host];
    const args = ['logs', ...engine, '--follow', '--tail', '10', '--blueprint', this.#blueprint];
    const logs = spawn(process.execPath, [process.argv[1]!, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    logs.once('exit', () => {
      if (this.#logs === logs) this.#logs = undefined;
    });
    this.#logs = logs;
  }
}

/** Ends as a process ends whose terminal is closed. Node would abort, because it wants to put the terminal back in order. */
function hangUp(): void {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}

/** A port that stays the same for all runs of the program. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { DocktopusError } from '../errors/index.ts';
import { ownershipLabels } from '../labels/index.ts';
import { abortable, answerTimeout } from '../scope/index.ts';
import { printSession, type Session } from './session.ts';
import type { EngineAddress } from './watcher-engine.mjs';
import type { WatcherTask } from './watcher-main.mjs';
import { WATCHER_PROGRAM } from './watcher-program.ts';

/** A small process that outlives this one and removes what the session left behind. */
export interface Watcher {
  readonly pid: number;
  /** Tells the watcher that nothing is left to remove, and waits until it has ended. Twice is fine. */
  close(): Promise<void>;
}

export interface WatcherOptions {
  readonly session: Session;
  readonly engine: EngineAddress;
  /** How long nothing may appear before it is over, in milliseconds. @default 3_000 */
  readonly settleMs?: number | undefined;
  /** How long it tries while the engine is away, in milliseconds. @default 600_000 */
  readonly giveUpMs?: number | undefined;
}

/** Without a compiler, the process needs less memory. Its program comes from stdin; the rest tells readers of `ps` what it is. */
const ARGUMENTS = [
  ...['--jitless', '--max-old-space-size=32', '--input-type=module', '-'],
  ...['docktopus-watcher-main.mjs', 'lifeline=3'],
];

/** What a node that is not linked statically needs to find its libraries. Nothing else of our environment is passed on. */
const OF_THE_LOADER = /^(LD_LIBRARY_PATH|LD_PRELOAD|DYLD_[A-Z_]+|NIX_LD|NIX_LD_LIBRARY_PATH|NODE_ICU_DATA)$/;

/** Node alone takes 40 ms; a machine may be very busy. */
const READY_MS = 60_000;

/** A watcher that dies is replaced this often: something on the machine may keep killing it. */
const RESTARTS = 5;

/**
 * Starts the watcher of a session. Once this resolves, the death of this process is noticed, however it dies.
 *
 * @throws DocktopusError `context.failed` when no process can be started.
 */
export async function startWatcher(options: WatcherOptions): Promise<Watcher> {
  const task: WatcherTask = {
    pid: options.session.pid,
    start: options.session.start,
    label: `${ownershipLabels.session}=${printSession(options.session)}`,
    sessionLifetimeLabel: `${ownershipLabels.lifetime}=session`,
    engine: options.engine,
    settleMs: options.settleMs ?? 3_000,
    giveUpMs: options.giveUpMs ?? 600_000,
  };
  let child = await launch(task);
  let closed: Promise<void> | undefined;
  let restarts = 0;
  const replaceWhenLost = () =>
    child.once('exit', () => {
      if (closed !== undefined || restarts === RESTARTS) return;
      restarts += 1;
      // No caller waits for this. If it cannot be started either, the sweep at the next start cleans up.
      launch(task).then(
        (next) => {
          child = next;
          if (closed === undefined) replaceWhenLost();
          else void close(next);
        },
        () => undefined,
      );
    });
  replaceWhenLost();
  return {
    get pid() {
      return child.pid ?? 0;
    },
    close() {
      closed ??= close(child);
      return closed;
    },
  };
}

async function launch(task: WatcherTask): Promise<ChildProcess> {
  let child: ChildProcess | undefined;
  try {
    child = spawn(nodeProgram(), ARGUMENTS, {
      // In another process group and session, so that a kill of ours does not reach it.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
      cwd: '/',
      env: loaderVariables(),
    });
    // A watcher that has died cannot be written to; its exit is dealt with, so this says nothing new.
    for (const pipe of [child.stdin, lifelineOf(child)]) pipe?.on('error', () => undefined);
    child.stdin?.end(WATCHER_PROGRAM);
    lifelineOf(child).write(`${JSON.stringify(task)}\n`);
    await abortable(listening(child), answerTimeout(READY_MS));
  } catch (cause) {
    child?.kill('SIGKILL');
    throw new DocktopusError('context.failed', {
      operation: 'context.watch',
      reason: `the process that cleans up after a crash could not be started: ${(cause as Error).message}`,
      hint: "Connect with cleanup: 'sweep': the next start of the blueprint then removes what a crash leaves",
      cause,
    });
  }
  child.stdout?.destroy();
  // It must not keep this process alive, and neither must the pipe: both are about its death.
  child.unref();
  lifelineOf(child).unref();
  return child;
}

/** @throws Error when this process is a program of its own, with node inside. */
function nodeProgram(): string {
  const sea = process.getBuiltinModule('node:sea') as { isSea(): boolean } | undefined;
  if (sea?.isSea())
    throw new Error('this is a single executable application, and no node to run it with is known');
  return process.execPath;
}

function loaderVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => OF_THE_LOADER.test(name)));
}

/** The pipe whose closing tells the watcher that this process has ended. */
function lifelineOf(child: ChildProcess): Socket {
  return child.stdio[3] as Socket;
}

/** Resolves with the watcher's first word; rejects when it ends before. */
async function listening(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`it ended with ${signal ?? `exit code ${code}`}`);
  });
  await Promise.race([once(child.stdout as Readable, 'data'), ended]);
}

async function close(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const exited = once(child, 'exit');
  lifelineOf(child).end('done\n');
  await exited;
}

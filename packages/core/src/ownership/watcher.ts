import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { DocktopusError } from '../errors/index.ts';
import { ownershipLabels } from '../labels/index.ts';
import { abortable } from '../scope/index.ts';
import { printSession, type Session } from './session.ts';
import type { EngineAddress } from './watcher-engine.mjs';
import type { WatcherTask } from './watcher-main.mjs';

/** A small process that outlives this one and removes what the session leaves behind. */
export interface Watcher {
  readonly pid: number;
  /** Tells it that nothing is left to remove and waits until it has ended. Twice is fine. */
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

// Named through its folder, which is right from a bundle of the whole package as well.
const PROGRAM = fileURLToPath(new URL('../ownership/watcher-main.mjs', import.meta.url));

/** Without a compiler, the process needs less memory. */
const FLAGS = ['--jitless', '--max-old-space-size=32'];

/** Node alone takes 40 ms; a machine may be very busy. */
const READY_MS = 60_000;

/** A watcher that dies is replaced, but not for ever: something on the machine may be after it. */
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
      // Nobody waits for this one; when it cannot be started either, the sweep at the next start is what remains.
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
  const child = spawn(process.execPath, [...FLAGS, PROGRAM], {
    // A session and process group of its own: what kills ours does not reach it.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    // Our environment may hold secrets, and NODE_OPTIONS a loader.
    env: {},
  });
  // A watcher that has died cannot be written to; its exit is dealt with, so this says nothing new.
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(task)}\n`);
  try {
    await abortable(listening(child), AbortSignal.timeout(READY_MS));
  } catch (cause) {
    child.kill('SIGKILL');
    throw new DocktopusError('context.failed', {
      operation: 'context.watch',
      subject: PROGRAM,
      reason: 'the process that cleans up after a crash could not be started',
      hint: "Keep that file where it is when you bundle, or connect with cleanup: 'sweep'",
      cause,
    });
  }
  child.stdout.destroy();
  // It must not keep this process alive, and neither must the pipe: both are about its death.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}

/** Resolves with the watcher's first word; rejects when it ends before. */
async function listening(child: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`it ended with exit code ${code}`);
  });
  await Promise.race([once(child.stdout, 'data'), ended]);
}

async function close(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const exited = once(child, 'exit');
  child.stdin?.end('done\n');
  await exited;
}

import type { Socket } from 'node:net';
import type { FakeClock, FakeTimer } from '../fake-clock.ts';
import type { FakeFiles } from '../fake-files.ts';
import type { FakeProcess, FakeProgram } from './fake-program.ts';
import { FakeStdin } from './fake-stdin.ts';
import { harmless, signalNumber } from './signals.ts';

/** What a process needs from the engine around it. */
export interface ProcessSetup {
  readonly program: FakeProgram;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: string;
  readonly tty: boolean;
  readonly pid: number;
  /** Whether signals without an answer are ignored, as the kernel does for the first process. */
  readonly first: boolean;
  readonly container: FakeProcess['container'];
  readonly files: FakeFiles;
  readonly clock: FakeClock;
  readonly onOutput: (stream: 'stdout' | 'stderr', data: Buffer) => void;
  readonly onExit: (exitCode: number) => void;
  readonly listen: (port: number, onConnection: ((socket: Socket) => void) | undefined) => Promise<void>;
  /** The program that a command line stands for, and `undefined` when there is none. */
  readonly resolve: (argv: readonly string[]) => FakeProgram | undefined;
}

/** Thrown into a program to end it; whatever it says after that is not heard. */
class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded';
}

/** Thrown into a program that another one runs, to end that alone. */
class ChildEnded extends Error {
  override readonly name = 'ChildEnded';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super();
    this.exitCode = exitCode;
  }
}

/** A program while it runs: its input and output, its signals, its exit code. */
export class RunningProcess {
  readonly stdin = new FakeStdin();
  readonly #setup: ProcessSetup;
  readonly #handlers = new Map<string, () => void>();
  readonly #ending = new AbortController();
  readonly #asleep = new Set<{ readonly wake: () => void; readonly timer: FakeTimer }>();
  readonly #resumed: (() => void)[] = [];
  #paused = false;

  constructor(setup: ProcessSetup) {
    this.#setup = setup;
  }

  get running(): boolean {
    return !this.#ending.signal.aborted;
  }

  get pid(): number {
    return this.#setup.pid;
  }

  /** Starts the program; it runs to its first pause before this returns. */
  start(): void {
    const { program } = this.#setup;
    const run = async () => program(this.#view());
    run().then(
      (code) => this.end(code ?? 0),
      (error: unknown) => {
        if (error instanceof ProcessEnded) return;
        this.#print('stderr', `${error instanceof Error ? error.message : String(error)}\n`);
        this.end(1);
      },
    );
  }

  /** Ends it now with this code; a second end does nothing. */
  end(exitCode: number): void {
    if (!this.running) return;
    this.#ending.abort(new ProcessEnded());
    this.stdin.end();
    for (const { timer, wake } of this.#asleep) {
      timer.cancel();
      wake();
    }
    for (const resume of this.#resumed.splice(0)) resume();
    this.#setup.onExit(exitCode);
  }

  /** Delivers a signal; SIGKILL ends a paused process too, the others wait until it goes on. */
  signal(name: string): void {
    if (!this.running) return;
    if (name === 'SIGKILL') this.end(137);
    else if (this.#paused) this.#resumed.push(() => this.signal(name));
    else this.#answer(name);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    for (const resume of this.#resumed.splice(0)) resume();
  }

  #answer(name: string): void {
    const handler = this.#handlers.get(name);
    if (handler === undefined) {
      if (!this.#setup.first && !harmless.has(name)) this.end(128 + signalNumber(name));
      return;
    }
    try {
      handler();
    } catch (error) {
      if (!(error instanceof ProcessEnded)) throw error;
    }
  }

  #print(stream: 'stdout' | 'stderr', text: string | Uint8Array): void {
    if (!this.running) return;
    const data = Buffer.from(text as string);
    if (data.length > 0) this.#setup.onOutput(stream, data);
  }

  async #sleep(ms: number): Promise<void> {
    if (!this.running) throw this.#ending.signal.reason;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#asleep.delete(sleeper);
        resolve();
      };
      const sleeper = { wake, timer: this.#setup.clock.after(ms, wake) };
      this.#asleep.add(sleeper);
    });
    await this.#goOn();
  }

  /** Where a program takes a breath: it does not come back from here when it has ended, and later when it is paused. */
  async #goOn(): Promise<void> {
    if (this.running && this.#paused) await new Promise<void>((resolve) => this.#resumed.push(resolve));
    if (!this.running) throw this.#ending.signal.reason;
  }

  #view(): FakeProcess {
    const { argv, env, cwd, user, tty, pid, container, files, listen } = this.#setup;
    return {
      ...{ argv, env, cwd, user, tty, pid, container, files },
      stdin: this.stdin,
      ended: this.#ending.signal,
      stdout: (text) => this.#print('stdout', text),
      stderr: (text) => this.#print('stderr', text),
      sleep: (ms) => this.#sleep(ms),
      forever: () => this.#forever(),
      exit: (code) => {
        this.end(code);
        throw this.#ending.signal.reason;
      },
      onSignal: (signal, handler) => this.#handlers.set(signal, handler),
      listen: (port, onConnection) => listen(port, onConnection),
      run: (command, io = {}) => this.#runInside(command, io),
    };
  }

  #forever(): Promise<never> {
    const { signal } = this.#ending;
    return new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  async #runInside(argv: readonly string[], io: Parameters<FakeProcess['run']>[1] & object): Promise<number> {
    const program = this.#setup.resolve(argv);
    if (program === undefined) {
      (io.stderr ?? ((text) => this.#print('stderr', text)))(`sh: ${argv[0]}: not found\n`);
      return 127;
    }
    const exit = (code: number): never => {
      throw new ChildEnded(code);
    };
    // Signals reach the parent only, as they do when the engine sends them.
    const child: FakeProcess = { ...this.#view(), ...io, argv, exit, onSignal: () => undefined };
    const code = await (async () => program(child))().catch((error: unknown) => {
      if (error instanceof ChildEnded) return error.exitCode;
      throw error;
    });
    await this.#goOn();
    return code ?? 0;
  }
}

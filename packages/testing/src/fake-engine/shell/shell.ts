import { normalise } from '../files/fake-files.ts';
import type { FakeProcess } from '../process/fake-program.ts';
import { FakeStdin } from '../process/fake-stdin.ts';
import { arithmetic } from './arithmetic.ts';
import { type Builtin, builtins } from './builtins.ts';
import { parseShell } from './parse.ts';
import type { ShellIo } from './shell-io.ts';
import { ShellJump } from './shell-jump.ts';
import {
  type AndOr,
  type Command,
  type List,
  type Pipeline,
  type Redirect,
  ShellSyntaxError,
  type Word,
} from './syntax.ts';
import { quotedParts } from './tokens.ts';

/**
 * A tiny shell: lists, pipelines, `&&`, `||`, `!`, `&`, groups, `if`, `while`, `until`, `for … in`, quotes, `$NAME`,
 * `${NAME:-x}`, `$?`, `$(…)`, `$((…))`, redirections to files and between 1 and 2, `trap`. No functions, no `case`,
 * no globs, no here-documents.
 */
export class Shell {
  readonly process: FakeProcess;
  readonly variables: Map<string, string>;
  readonly traps = new Map<string, string>();
  readonly #jobs: Promise<number>[] = [];
  readonly #args: readonly string[];
  #pending: string[] = [];
  #interrupt: (() => void) | undefined;
  cwd: string;
  status = 0;

  constructor(process: FakeProcess, args: readonly string[] = [], variables?: ReadonlyMap<string, string>) {
    this.process = process;
    this.#args = args;
    this.cwd = process.cwd;
    this.variables = new Map(variables ?? Object.entries(process.env));
  }

  /** Runs a whole script and resolves with its exit code. */
  async run(source: string): Promise<number> {
    try {
      await this.list(parseShell(source), this.process);
      await this.#runTraps(this.process);
    } catch (error) {
      if (error instanceof ShellSyntaxError) {
        this.process.stderr(`sh: ${error.message}\n`);
        return 2;
      }
      if (!(error instanceof ShellJump)) throw error;
      this.status = error.status;
    }
    const last = this.traps.get('EXIT');
    this.traps.delete('EXIT');
    if (last === undefined) return this.status;
    const { status } = this;
    await this.run(last);
    return status;
  }

  /** Answers a signal with a command, once the one that runs has ended. */
  trap(signal: string, action: string): void {
    this.traps.set(signal, action);
    if (signal === 'EXIT') return;
    this.process.onSignal(signal, () => {
      this.#pending.push(signal);
      this.#interrupt?.();
    });
  }

  /** Waits for background jobs; a trapped signal ends the waiting, as it does in `sh`. */
  async wait(): Promise<void> {
    const jobs = Promise.all(this.#jobs);
    const interrupted = new Promise<void>((resolve) => {
      this.#interrupt = resolve;
    });
    if (this.#pending.length === 0) await Promise.race([jobs, interrupted, this.process.forever()]);
    this.#interrupt = undefined;
  }

  async list(list: List, io: ShellIo): Promise<void> {
    for (const entry of list) {
      if (entry.background) this.#jobs.push(this.#child().andOr(entry, { ...io, stdin: nothing() }));
      else this.status = await this.andOr(entry, io);
      await this.#runTraps(io);
    }
  }

  async andOr({ first, rest }: AndOr, io: ShellIo): Promise<number> {
    this.status = await this.#pipeline(first, io);
    for (const { operator, pipeline } of rest) {
      if ((operator === '&&') === (this.status === 0)) this.status = await this.#pipeline(pipeline, io);
    }
    return this.status;
  }

  async #runTraps(io: ShellIo): Promise<void> {
    for (let signal = this.#pending.shift(); signal !== undefined; signal = this.#pending.shift()) {
      const action = this.traps.get(signal);
      if (action !== undefined) await this.list(parseShell(action), io);
    }
  }

  #child(): Shell {
    const child = new Shell({ ...this.process, onSignal: () => undefined }, this.#args, this.variables);
    child.cwd = this.cwd;
    child.status = this.status;
    return child;
  }

  async #pipeline({ negated, commands }: Pipeline, io: ShellIo): Promise<number> {
    const [only] = commands;
    const status =
      commands.length === 1 && only ? await this.#command(only, io) : await this.#pipe(commands, io);
    return negated ? Number(status === 0) : status;
  }

  async #pipe(commands: readonly Command[], io: ShellIo): Promise<number> {
    let { stdin } = io;
    const running = commands.map((command, index) => {
      const next = new FakeStdin();
      const last = index === commands.length - 1;
      const stdout = last
        ? io.stdout
        : (text: string | Uint8Array) => next.write(Buffer.from(text as string));
      const child = this.#child();
      const done = child.#subshell(command, { ...io, stdin, stdout }).finally(() => next.end());
      stdin = next;
      return done;
    });
    return (await Promise.all(running)).at(-1) ?? 0;
  }

  async #subshell(command: Command, io: ShellIo): Promise<number> {
    try {
      return await this.#command(command, io);
    } catch (error) {
      if (error instanceof ShellJump && error.to === 'exit') return error.status;
      throw error;
    }
  }

  async #command(command: Command, outer: ShellIo): Promise<number> {
    const io = await this.#redirect(command.redirects, outer);
    if (io === undefined) return 1;
    switch (command.kind) {
      case 'simple':
        return this.#simple(command, io);
      case 'group':
        if (command.subshell)
          return this.#child().#subshell({ ...command, subshell: false, redirects: [] }, io);
        await this.list(command.body, io);
        return this.status;
      case 'if':
        for (const { test, body } of command.cases) {
          await this.list(test, io);
          if (this.status !== 0) continue;
          await this.list(body, io);
          return this.status;
        }
        this.status = 0;
        if (command.otherwise !== undefined) await this.list(command.otherwise, io);
        return this.status;
      case 'loop':
        return this.#loop(io, command.body, async () => {
          await this.list(command.test, io);
          return (this.status === 0) !== command.until;
        });
      case 'for': {
        const values = (await Promise.all(command.words.map((word) => this.#fields(word, io)))).flat();
        return this.#loop(io, command.body, async () => {
          const value = values.shift();
          if (value !== undefined) this.variables.set(command.name, value);
          return value !== undefined;
        });
      }
    }
  }

  async #loop(io: ShellIo, body: List, goOn: () => Promise<boolean>): Promise<number> {
    let status = 0;
    try {
      // A breath in each round, so that a busy loop neither starves the rest nor outlives its process.
      for (; await goOn(); await this.process.sleep(0)) {
        status = await this.#round(body, io);
      }
    } catch (error) {
      if (!(error instanceof ShellJump) || error.to !== 'break') throw error;
    }
    return status;
  }

  async #round(body: List, io: ShellIo): Promise<number> {
    try {
      await this.list(body, io);
    } catch (error) {
      if (!(error instanceof ShellJump) || error.to !== 'continue') throw error;
    }
    return this.status;
  }

  async #simple(command: Extract<Command, { kind: 'simple' }>, io: ShellIo): Promise<number> {
    const assigned: [string, string][] = [];
    for (const { name, value } of command.assignments) assigned.push([name, await this.#expand(value, io)]);
    const argv: string[] = [];
    for (const word of command.words) argv.push(...(await this.#fields(word, io)));
    const [name] = argv;
    if (name === undefined) {
      for (const [key, value] of assigned) this.variables.set(key, value);
      return 0;
    }
    const builtin: Builtin | undefined = builtins.get(name);
    if (builtin !== undefined) return builtin(this, argv, io);
    const env = Object.fromEntries([...this.variables, ...assigned]);
    return this.process.run(argv, { ...io, env, cwd: this.cwd });
  }

  async #redirect(redirects: readonly Redirect[], outer: ShellIo): Promise<ShellIo | undefined> {
    let io = outer;
    for (const { from, how, target } of redirects) {
      const path = await this.#expand(target, io);
      if (how === '>&') {
        io =
          from === 2 ? { ...io, stderr: path === '1' ? io.stdout : io.stderr } : { ...io, stdout: io.stderr };
        continue;
      }
      const file = normalise(path, this.cwd);
      try {
        if (how === '<') {
          const data = this.process.files.read(file);
          if (data === undefined) throw new Error('no such file');
          io = { ...io, stdin: bytes(data) };
        } else {
          const write = this.#writer(file, how === '>>');
          io = from === 2 ? { ...io, stderr: write } : { ...io, stdout: write };
        }
      } catch (error) {
        const what = how === '<' ? "can't open" : "can't create";
        io.stderr(`sh: ${what} ${path}: ${error instanceof Error ? error.message : String(error)}\n`);
        return undefined;
      }
    }
    return io;
  }

  #writer(file: string, append: boolean): (text: string | Uint8Array) => void {
    if (file === '/dev/null') return () => undefined;
    // What the container's log shows: some images link their log files there.
    if (file === '/dev/stdout' || file === '/proc/1/fd/1') return (text) => this.process.stdout(text);
    if (file === '/dev/stderr' || file === '/proc/1/fd/2') return (text) => this.process.stderr(text);
    this.process.files.write(file, '', { append });
    return (text) => this.process.files.write(file, Buffer.from(text as string), { append: true });
  }

  /** A word as arguments: what is not quoted is split at blanks. */
  async #fields(word: Word, io: ShellIo): Promise<string[]> {
    const fields: string[] = [];
    let current: string | undefined;
    for (const part of word) {
      const text = await this.#part(part, io);
      if (part.kind === 'arithmetic' || part.quoted || part.kind === 'text') {
        current = (current ?? '') + text;
        continue;
      }
      const pieces = text.split(/[ \t\n]+/);
      pieces.forEach((piece, index) => {
        if (index > 0) {
          if (current !== undefined && current !== '') fields.push(current);
          current = undefined;
        }
        if (piece !== '') current = (current ?? '') + piece;
      });
    }
    if (current !== undefined) fields.push(current);
    return fields;
  }

  async #expand(word: Word, io: ShellIo): Promise<string> {
    let text = '';
    for (const part of word) text += await this.#part(part, io);
    return text;
  }

  async #part(part: Word[number], io: ShellIo): Promise<string> {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'arithmetic':
        return String(arithmetic(part.source.replace(/\$/g, ''), (name) => this.#variable(name)));
      case 'command': {
        const chunks: Buffer[] = [];
        const stdout = (text: string | Uint8Array) => void chunks.push(Buffer.from(text as string));
        const child = new Shell(
          { ...this.process, ...io, stdout, onSignal: () => undefined },
          [],
          this.variables,
        );
        child.cwd = this.cwd;
        this.status = await child.run(part.source);
        return Buffer.concat(chunks).toString().replace(/\n+$/, '');
      }
      case 'variable': {
        const value = this.#variable(part.name);
        if (value !== '' || part.otherwise === undefined) return value;
        return this.#expand(quotedParts(part.otherwise), io);
      }
    }
  }

  #variable(name: string): string {
    if (name === '?') return String(this.status);
    if (name === '$') return String(this.process.pid);
    if (name === '#') return String(Math.max(0, this.#args.length - 1));
    if (name === '@' || name === '*') return this.#args.slice(1).join(' ');
    if (/^\d$/.test(name)) return this.#args[Number(name)] ?? '';
    return this.variables.get(name) ?? (name === 'PWD' ? this.cwd : '');
  }
}

async function* bytes(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}

async function* nothing(): AsyncGenerator<Buffer> {}

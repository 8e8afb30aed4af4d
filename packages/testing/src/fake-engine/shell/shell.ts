import type { FakeProcess } from '../process/fake-program.ts';
import { FakeStdin } from '../process/fake-stdin.ts';
import type { Builtin, ShellState } from './builtin.ts';
import { builtins } from './builtins.ts';
import { type ExpansionScope, expand, fields } from './expand-words.ts';
import { parseShell } from './parse.ts';
import { redirected } from './redirect.ts';
import type { ShellIo } from './shell-io.ts';
import { ShellJump } from './shell-jump.ts';
import {
  type AndOr,
  type Command,
  type List,
  type Pipeline,
  type Redirect,
  ShellSyntaxError,
} from './syntax.ts';

/**
 * A tiny shell: lists, pipelines, `&&`, `||`, `!`, `&`, groups, `if`, `while`, `until`, `for … in`, quotes, `$NAME`,
 * `${NAME:-x}`, `$?`, `$(…)`, `$((…))`, redirections to files and between 1 and 2, `trap`. No functions, no `case`,
 * no globs, no here-documents.
 */
export class Shell implements ShellState {
  readonly process: FakeProcess;
  readonly variables: Map<string, string>;
  readonly traps = new Map<string, string>();
  readonly #jobs: Promise<number>[] = [];
  readonly #args: readonly string[];
  readonly #scope: ExpansionScope;
  #pending: string[] = [];
  #interrupt: (() => void) | undefined;
  cwd: string;
  status = 0;

  constructor(process: FakeProcess, args: readonly string[] = [], variables?: ReadonlyMap<string, string>) {
    this.process = process;
    this.#args = args;
    this.#scope = {
      variable: (name) => this.#variable(name),
      parameters: args.slice(1),
      substitute: (source, io) => this.#substitute(source, io),
    };
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

  /** A shell in this one: what it changes stays in it, and signals are not for it. */
  #child(io: Partial<ShellIo> = {}): Shell {
    const process = { ...this.process, ...io, onSignal: () => undefined };
    const child = new Shell(process, this.#args, this.variables);
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
        const values = (await Promise.all(command.words.map((word) => fields(word, this.#scope, io)))).flat();
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
    for (const { name, value } of command.assignments)
      assigned.push([name, await expand(value, this.#scope, io)]);
    const argv: string[] = [];
    for (const word of command.words) argv.push(...(await fields(word, this.#scope, io)));
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

  #redirect(redirects: readonly Redirect[], outer: ShellIo): Promise<ShellIo | undefined> {
    const { process, cwd } = this;
    const target = (redirect: Redirect, io: ShellIo) => expand(redirect.target, this.#scope, io);
    return redirected(redirects, outer, { process, cwd, target });
  }

  async #substitute(source: string, io: ShellIo): Promise<string> {
    const chunks: Buffer[] = [];
    const stdout = (text: string | Uint8Array) => void chunks.push(Buffer.from(text as string));
    const child = this.#child({ ...io, stdout });
    this.status = await child.run(source);
    return Buffer.concat(chunks).toString().replace(/\n+$/, '');
  }

  #variable(name: string): string {
    if (name === '?') return String(this.status);
    if (name === '$') return String(this.process.pid);
    if (name === '#') return String(this.#scope.parameters.length);
    if (name === '@' || name === '*') return this.#scope.parameters.join(' ');
    if (/^\d$/.test(name)) return this.#args[Number(name)] ?? '';
    return this.variables.get(name) ?? (name === 'PWD' ? this.cwd : '');
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

import { normalise } from '../fake-files.ts';
import { signalName } from '../process/signals.ts';
import type { Builtin } from './builtin.ts';
import { LineReader } from './line-reader.ts';
import { ShellJump } from './shell-jump.ts';

export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  [
    'exit',
    (shell, [, code]) => {
      throw new ShellJump('exit', code === undefined ? shell.status : Number(code) & 255);
    },
  ],
  [
    'break',
    () => {
      throw new ShellJump('break');
    },
  ],
  [
    'continue',
    () => {
      throw new ShellJump('continue');
    },
  ],
  ['set', () => 0],
  [
    'export',
    (shell, argv) => {
      for (const entry of argv.slice(1)) {
        const at = entry.indexOf('=');
        if (at !== -1) shell.variables.set(entry.slice(0, at), entry.slice(at + 1));
      }
      return 0;
    },
  ],
  [
    'unset',
    (shell, argv) => {
      for (const name of argv.slice(1)) shell.variables.delete(name);
      return 0;
    },
  ],
  [
    'cd',
    (shell, [, path = '/'], io) => {
      const target = normalise(path, shell.cwd);
      if (shell.process.files.get(target)?.kind !== 'directory') {
        io.stderr(`sh: cd: can't cd to ${path}: No such file or directory\n`);
        return 1;
      }
      shell.cwd = target;
      return 0;
    },
  ],
  [
    'trap',
    (shell, [, action = '', ...signals]) => {
      for (const signal of signals) {
        const name = signal === 'EXIT' || signal === '0' ? 'EXIT' : signalName(signal);
        if (name !== undefined) shell.trap(name, action);
      }
      return 0;
    },
  ],
  [
    'wait',
    async (shell) => {
      await shell.wait();
      return 0;
    },
  ],
  [
    'exec',
    async (shell, argv, io) => {
      if (argv.length === 1) return 0;
      const env = Object.fromEntries(shell.variables);
      throw new ShellJump('exit', await shell.process.run(argv.slice(1), { ...io, env, cwd: shell.cwd }));
    },
  ],
  [
    'read',
    async (shell, argv, io) => {
      const line = await new LineReader(io.stdin).next();
      if (line === undefined) return 1;
      const names = argv.slice(1).filter((name) => !name.startsWith('-'));
      const words = line.trim().split(/\s+/);
      names.forEach((name, index) => {
        const last = index === names.length - 1;
        shell.variables.set(name, last ? words.slice(index).join(' ') : (words[index] ?? ''));
      });
      return 0;
    },
  ],
]);

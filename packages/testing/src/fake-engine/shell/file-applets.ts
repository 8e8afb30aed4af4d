import { FileError, normalise } from '../fake-files.ts';
import type { FakeProcess, FakeProgram } from '../process/fake-program.ts';

/** The commands of the small shell that are about files. */
export const fileApplets: readonly (readonly [string, FakeProgram])[] = [
  ['cat', cat],
  ['ls', ls],
  ['touch', (process) => eachPath(process, (path) => process.files.write(path, '', { append: true }))],
  ['mkdir', mkdir],
  ['rm', rm],
  ['cp', cp],
  ['mv', mv],
  ['readlink', readlink],
  ['ln', ln],
  ['chmod', chmod],
];

async function cat(process: FakeProcess): Promise<number> {
  const { paths } = split(process);
  if (paths.length === 0) for await (const chunk of process.stdin) process.stdout(chunk);
  return eachPath(process, (path) => {
    const entry = process.files.get(path);
    if (entry?.kind === 'directory') throw new FileError('Is a directory');
    if (entry?.kind !== 'file') throw new FileError('No such file or directory');
    process.stdout(entry.data);
  });
}

function ls(process: FakeProcess): number {
  const { paths } = split(process);
  let status = 0;
  for (const given of paths.length === 0 ? ['.'] : paths) {
    const path = normalise(given, process.cwd);
    const entry = process.files.get(path);
    if (entry === undefined) {
      process.stderr(`ls: ${given}: No such file or directory\n`);
      status = 1;
    } else if (entry.kind === 'directory') {
      for (const name of process.files.list(path)) process.stdout(`${name}\n`);
    } else process.stdout(`${given}\n`);
  }
  return status;
}

function mkdir(process: FakeProcess): number {
  const { options } = split(process);
  return eachPath(process, (path) => {
    if (!options.includes('p') && process.files.get(path) !== undefined) throw new FileError('File exists');
    process.files.makeDirectory(path);
  });
}

function rm(process: FakeProcess): number {
  const { options } = split(process);
  return eachPath(process, (path) => {
    const entry = process.files.get(path, false);
    if (entry?.kind === 'directory' && !/r/i.test(options)) throw new FileError('is a directory');
    if (!process.files.remove(path) && !options.includes('f'))
      throw new FileError('No such file or directory');
  });
}

function cp(process: FakeProcess): number {
  const { paths } = split(process);
  const [from = '', to = ''] = paths.map((path) => normalise(path, process.cwd));
  const data = process.files.read(from);
  if (data === undefined) {
    process.stderr(`${process.argv[0]}: can't stat '${paths[0]}': No such file or directory\n`);
    return 1;
  }
  const target = process.files.get(to)?.kind === 'directory' ? `${to}/${from.split('/').at(-1)}` : to;
  process.files.write(target, data);
  return 0;
}

/** As a copy whose source goes: files alone, as with `cp`. */
function mv(process: FakeProcess): number {
  const status = cp(process);
  const from = normalise(split(process).paths[0] ?? '', process.cwd);
  if (status === 0) process.files.remove(from);
  return status;
}

function readlink(process: FakeProcess): number {
  const entry = process.files.get(normalise(split(process).paths[0] ?? '', process.cwd), false);
  if (entry?.kind !== 'link') return 1;
  process.stdout(`${entry.target}\n`);
  return 0;
}

function ln(process: FakeProcess): number {
  const [target = '', path = ''] = split(process).paths;
  process.files.put(normalise(path, process.cwd), {
    kind: 'link',
    mode: 0o777,
    modified: Date.now(),
    target,
  });
  return 0;
}

function chmod(process: FakeProcess): number {
  const [mode = '', ...paths] = process.argv.slice(1);
  for (const given of paths) {
    const path = normalise(given, process.cwd);
    const entry = process.files.get(path);
    if (entry === undefined) {
      process.stderr(`chmod: ${given}: No such file or directory\n`);
      return 1;
    }
    const bits = /^[0-7]+$/.test(mode) ? Number.parseInt(mode, 8) : entry.mode | 0o111;
    process.files.put(path, { ...entry, mode: bits });
  }
  return 0;
}

function split(process: FakeProcess): { options: string; paths: string[] } {
  const args = process.argv.slice(1);
  const isOption = (argument: string) => argument.startsWith('-') && argument.length > 1;
  return {
    options: args.filter(isOption).join(''),
    paths: args.filter((argument) => !isOption(argument)),
  };
}

/** Does something to each path that was given; says what failed as busybox does, and goes on. */
function eachPath(process: FakeProcess, act: (path: string) => void): number {
  let status = 0;
  for (const given of split(process).paths) {
    try {
      act(normalise(given, process.cwd));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      process.stderr(`${process.argv[0]}: ${message(process.argv[0] ?? '', given, error.message)}\n`);
      status = 1;
    }
  }
  return status;
}

function message(command: string, given: string, reason: string): string {
  if (command === 'cat') return `can't open '${given}': ${reason}`;
  if (command === 'rm') return `can't remove '${given}': ${reason}`;
  if (command === 'mkdir') return `can't create directory '${given}': ${reason}`;
  return `${given}: ${reason}`;
}

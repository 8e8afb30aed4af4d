import type { FakeProcess, FakeProgram } from '../process/fake-program.ts';
import { fileApplets } from './file-applets.ts';
import { Shell } from './shell.ts';
import { test } from './test-applet.ts';
import { textApplets } from './text-applets.ts';

/** The commands that images of the fake engine have besides their own, as a small busybox would. */
export const applets: ReadonlyMap<string, FakeProgram> = new Map<string, FakeProgram>([
  ['sh', shell],
  ['ash', shell],
  ['true', () => 0],
  ['false', () => 1],
  ['test', (process) => test(process, process.argv.slice(1))],
  ['[', (process) => test(process, process.argv.slice(1, -1))],
  ['sleep', sleep],
  ['hostname', (process) => process.stdout(`${process.container.hostname}\n`)],
  ['pwd', (process) => process.stdout(`${process.cwd}\n`)],
  ['env', env],
  ['printenv', env],
  ['whoami', (process) => process.stdout(`${userName(process.user)}\n`)],
  ['id', id],
  ...fileApplets,
  ...textApplets,
]);

async function shell(process: FakeProcess): Promise<number> {
  const [, first, ...rest] = process.argv;
  if (first?.startsWith('-') && first.includes('c')) {
    const [source = '', ...args] = rest;
    return new Shell(process, args.length === 0 ? ['sh'] : args).run(source);
  }
  if (first !== undefined && !first.startsWith('-')) {
    const script = process.files.read(first);
    if (script === undefined) {
      process.stderr(`sh: can't open '${first}': No such file or directory\n`);
      return 2;
    }
    return new Shell(process, process.argv.slice(1)).run(script.toString());
  }
  let source = '';
  for await (const chunk of process.stdin) source += chunk.toString();
  return new Shell(process, ['sh']).run(source);
}

async function sleep(process: FakeProcess): Promise<number> {
  let seconds = 0;
  for (const argument of process.argv.slice(1)) {
    const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(argument);
    if (match === null) {
      if (argument === 'inf' || argument === 'infinity') return process.forever();
      process.stderr(`sleep: invalid number '${argument}'\n`);
      return 1;
    }
    seconds += Number(match[1]) * ({ m: 60, h: 3600, d: 86_400 }[match[2] ?? ''] ?? 1);
  }
  await process.sleep(seconds * 1000);
  return 0;
}

async function env(process: FakeProcess): Promise<number> {
  const args = process.argv.slice(1);
  if (process.argv[0] === 'printenv' && args[0] !== undefined) {
    const value = process.env[args[0]];
    if (value === undefined) return 1;
    process.stdout(`${value}\n`);
    return 0;
  }
  const assignments = args.filter((argument) => argument.includes('='));
  const command = args.slice(assignments.length);
  const all = { ...process.env, ...Object.fromEntries(assignments.map((entry) => entry.split('=', 2))) };
  if (command.length > 0) return process.run(command, { env: all });
  for (const [name, value] of Object.entries(all)) process.stdout(`${name}=${value}\n`);
  return 0;
}

function id(process: FakeProcess): void {
  const [user = '', group = ''] = process.user.split(':');
  const uid = user === '' || user === 'root' ? '0' : user === 'nobody' ? '65534' : user;
  const gid = group === '' ? (uid === '65534' ? '65534' : '0') : group;
  const wanted = process.argv[1];
  if (wanted === '-u') process.stdout(`${uid}\n`);
  else if (wanted === '-g') process.stdout(`${gid}\n`);
  else process.stdout(`uid=${uid}${uid === '0' ? '(root)' : ''} gid=${gid}${gid === '0' ? '(root)' : ''}\n`);
}

function userName(user: string): string {
  const name = user.split(':')[0] ?? '';
  return name === '' || name === '0' ? 'root' : name === '65534' ? 'nobody' : name;
}

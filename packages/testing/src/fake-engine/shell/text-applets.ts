import { normalise } from '../fake-files.ts';
import type { FakeProcess, FakeProgram } from '../process/fake-program.ts';

/** The commands of the small shell that are about text. */
export const textApplets: readonly (readonly [string, FakeProgram])[] = [
  ['echo', echo],
  ['printf', printf],
  ['seq', seq],
  [
    'head',
    (process) =>
      cut(
        process,
        (lines, count) => lines.slice(0, count),
        (data, count) => data.subarray(0, count),
      ),
  ],
  [
    'tail',
    (process) =>
      cut(
        process,
        (lines, count) => lines.slice(-count),
        (data, count) => data.subarray(-count),
      ),
  ],
  ['wc', wc],
  ['grep', grep],
];

function echo(process: FakeProcess): void {
  const args = process.argv.slice(1);
  let newline = true;
  let escapes = false;
  while (/^-[ne]+$/.test(args[0] ?? '')) {
    if (args[0]?.includes('n')) newline = false;
    if (args[0]?.includes('e')) escapes = true;
    args.shift();
  }
  const text = args.join(' ');
  process.stdout(`${escapes ? unescaped(text) : text}${newline ? '\n' : ''}`);
}

function printf(process: FakeProcess): number {
  const [format = '', ...args] = process.argv.slice(1);
  const slots = unescaped(format).split(/(%%|%0?\d*[sdxc])/);
  do {
    for (const slot of slots) {
      if (slot === '%%') process.stdout('%');
      else if (/^%0?\d*[sdxc]$/.test(slot)) process.stdout(formatted(slot, args.shift() ?? ''));
      else process.stdout(slot);
    }
  } while (args.length > 0 && slots.length > 1);
  return 0;
}

function formatted(slot: string, value: string): string {
  const kind = slot.at(-1);
  const text =
    kind === 's'
      ? value
      : kind === 'x'
        ? Number(value).toString(16)
        : kind === 'c'
          ? value.slice(0, 1)
          : String(Number(value) || 0);
  const width = slot.slice(1, -1);
  return width.startsWith('0') ? text.padStart(Number(width), '0') : text.padStart(Number(width || 0));
}

async function seq(process: FakeProcess): Promise<number> {
  const numbers = process.argv.slice(1).map(Number);
  const [first = 1, step = 1, last = 0] =
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  let text = '';
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) text += `${value}\n`;
  process.stdout(text);
  return 0;
}

async function cut(
  process: FakeProcess,
  ofLines: (lines: string[], count: number) => string[],
  ofBytes: (data: Buffer, count: number) => Buffer,
): Promise<number> {
  const match = /-(?:([cn]) ?)?(\d+)/.exec(process.argv.slice(1).join(' '));
  const count = Number(match?.[2] ?? 10);
  const data = await input(process, /^\d+$|^-/);
  if (data === undefined) return 1;
  if (match?.[1] === 'c') process.stdout(ofBytes(data, count));
  else process.stdout(ofLines(data.toString().match(/[^\n]*\n|[^\n]+$/g) ?? [], count).join(''));
  return 0;
}

async function wc(process: FakeProcess): Promise<number> {
  const data = await input(process);
  if (data === undefined) return 1;
  const text = data.toString();
  const counts = {
    l: text.split('\n').length - 1,
    w: text.split(/\s+/).filter(Boolean).length,
    c: data.length,
  };
  const wanted = /^-([lwc])$/.exec(process.argv[1] ?? '')?.[1] as keyof typeof counts | undefined;
  process.stdout(wanted === undefined ? `${counts.l} ${counts.w} ${counts.c}\n` : `${counts[wanted]}\n`);
  return 0;
}

async function grep(process: FakeProcess): Promise<number> {
  const args = process.argv.slice(1);
  const options = args.filter((argument) => argument.startsWith('-')).join('');
  const [pattern = ''] = args.filter((argument) => !argument.startsWith('-'));
  const data = await input(process, /^-/, 1);
  if (data === undefined) return 2;
  const matcher = new RegExp(pattern, options.includes('i') ? 'i' : '');
  const lines = data.toString().replace(/\n$/, '').split('\n');
  const found = lines.filter((line) => matcher.test(line) !== options.includes('v'));
  if (options.includes('c')) process.stdout(`${found.length}\n`);
  else if (!options.includes('q')) for (const line of found) process.stdout(`${line}\n`);
  return found.length > 0 ? 0 : 1;
}

/** The files that were named, or stdin; says so when one is missing. */
async function input(process: FakeProcess, options = /^-/, skip = 0): Promise<Buffer | undefined> {
  const paths = process.argv
    .slice(1)
    .filter((argument) => !options.test(argument))
    .slice(skip);
  const chunks: Buffer[] = [];
  if (paths.length === 0) for await (const chunk of process.stdin) chunks.push(chunk);
  for (const path of paths) {
    const data = process.files.read(normalise(path, process.cwd));
    if (data === undefined) {
      process.stderr(`${process.argv[0]}: ${path}: No such file or directory\n`);
      return undefined;
    }
    chunks.push(data);
  }
  return Buffer.concat(chunks);
}

function unescaped(text: string): string {
  const known: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\', e: '\x1b', '0': '\0' };
  return text.replace(/\\x([0-9a-fA-F]{2})|\\(.)/g, (whole, hex: string | undefined, char: string) =>
    hex === undefined ? (known[char] ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

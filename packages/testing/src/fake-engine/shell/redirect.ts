import { normalise } from '../fake-files.ts';
import type { FakeProcess } from '../process/fake-program.ts';
import type { ShellIo } from './shell-io.ts';
import type { Redirect } from './syntax.ts';

type Write = (text: string | Uint8Array) => void;

/** Where a command reads and writes after `redirects`; `undefined`, said on stderr, when a file cannot be had. */
export async function redirected(
  redirects: readonly Redirect[],
  outer: ShellIo,
  {
    process,
    cwd,
    target,
  }: {
    readonly process: FakeProcess;
    readonly cwd: string;
    readonly target: (redirect: Redirect, io: ShellIo) => Promise<string>;
  },
): Promise<ShellIo | undefined> {
  let io = outer;
  for (const redirect of redirects) {
    const path = await target(redirect, io);
    try {
      io = { ...io, ...opened(redirect, path, io, process, cwd) };
    } catch (error) {
      const what = redirect.how === '<' ? "can't open" : "can't create";
      io.stderr(`sh: ${what} ${path}: ${error instanceof Error ? error.message : String(error)}\n`);
      return undefined;
    }
  }
  return io;
}

function opened(
  { from, how }: Redirect,
  path: string,
  io: ShellIo,
  process: FakeProcess,
  cwd: string,
): Partial<ShellIo> {
  if (how === '>&') {
    const copy = path === '1' ? io.stdout : io.stderr;
    return from === 2 ? { stderr: copy } : { stdout: copy };
  }
  const file = normalise(path, cwd);
  if (how === '<') {
    const data = process.files.read(file);
    if (data === undefined) throw new Error('no such file');
    return { stdin: bytes(data) };
  }
  const write = writer(file, how === '>>', process);
  return from === 2 ? { stderr: write } : { stdout: write };
}

function writer(file: string, append: boolean, process: FakeProcess): Write {
  if (file === '/dev/null') return () => undefined;
  // What the container's log shows: some images link their log files there.
  if (file === '/dev/stdout' || file === '/proc/1/fd/1') return (text) => process.stdout(text);
  if (file === '/dev/stderr' || file === '/proc/1/fd/2') return (text) => process.stderr(text);
  process.files.write(file, '', { append });
  return (text) => process.files.write(file, Buffer.from(text as string), { append: true });
}

async function* bytes(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}

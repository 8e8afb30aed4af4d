import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const OURS = dirname(fileURLToPath(import.meta.url));
const FRAME = /^\s+at /;
/** Where the code of Node and of the loader is. */
const NOT_OF_THE_PROGRAM = /\bnode:|[\\/]node_modules[\\/](tsx|esbuild)[\\/]/;

/**
 * Why a program cannot be loaded, or with which error it ended, without frames of the code that runs it; `undefined` for a
 * syntax error whose place is known to Node alone.
 */
export async function programFailureText(error: unknown, path: string): Promise<string | undefined> {
  const { describeError, isDocktopusError } = await import('@docktopus/core');
  if (isDocktopusError(error)) return describeError(error, { help: true });
  const lines = describeError(error, { stacks: true })
    .split('\n')
    .filter((line) => line !== '' && !(FRAME.test(line) && isForeign(line)));
  if (lines.some((line) => FRAME.test(line)) || !(error instanceof Error)) return lines.join('\n');
  if (error instanceof SyntaxError && lines.length === 1) return undefined;
  return [`error ${relative(process.cwd(), path)} cannot be loaded`, ...lines, ...advice(error)].join('\n');
}

function isForeign(frame: string): boolean {
  return NOT_OF_THE_PROGRAM.test(frame) || frame.includes(OURS);
}

function advice({ message }: Error): readonly string[] {
  const missing = /^Cannot find package '([^']+)'/.exec(message)?.[1];
  return missing === undefined ? [] : [`Install it: npm install ${missing}`];
}

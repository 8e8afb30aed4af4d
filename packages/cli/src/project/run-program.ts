import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programFailureText } from './program-failure-text.ts';

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** How another node runs a program as it is, TypeScript with decorators included. */
export function nodeOptions(path: string): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const loader = TYPESCRIPT.test(path) ? ['--import', import.meta.resolve('tsx')] : [];
  return { args: ['--enable-source-maps', ...loader], env: loaderSettings(path) };
}

/** Runs a program in this process, as `node main.ts` would, and answers what it exports, unless it throws. */
export async function runInProcess(
  path: string,
  args: readonly string[],
): Promise<Readonly<Record<string, unknown>> | undefined> {
  process.argv = [process.argv[0]!, path, ...args];
  process.setSourceMapsEnabled(true);
  if (TYPESCRIPT.test(path)) {
    Object.assign(process.env, loaderSettings(path));
    for (const api of [await import('tsx/cjs/api'), await import('tsx/esm/api')]) api.register();
  }
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    await endWith(error, path);
    return undefined;
  }
}

/** As if nothing were between the program and Node, but for the code of both, which is not printed. */
async function endWith(error: unknown, path: string): Promise<void> {
  const isHeard = LISTENERS.some((name) => process.listenerCount(name) > 0);
  const text = isHeard ? undefined : await programFailureText(error, path);
  if (text === undefined) {
    setImmediate(() => {
      throw error;
    });
    return;
  }
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** A program that listens for errors gets them from Node. */
const LISTENERS = ['uncaughtException', 'uncaughtExceptionMonitor'] as const;

/** The loader reads decorator options from one tsconfig: the program's, wherever it was started. */
function loaderSettings(path: string): Readonly<Record<string, string>> {
  if (process.env.TSX_TSCONFIG_PATH !== undefined) return {};
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const tsconfig = join(folder, 'tsconfig.json');
    if (existsSync(tsconfig)) return { TSX_TSCONFIG_PATH: tsconfig };
    if (folder === dirname(folder)) return {};
  }
}

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { usageFailure } from '../output/index.ts';

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** The program's file, absolute. @throws CommandFailure when it is not there */
export function programPath(given: string): string {
  const path = resolve(given);
  if (existsSync(path)) return path;
  throw usageFailure(
    `there is no file ${given}`,
    'Name the file that starts your blueprint, such as main.ts',
  );
}

/** How another node runs a program as it is, TypeScript with decorators included. */
export function nodeOptions(path: string): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const loader = TYPESCRIPT.test(path) ? ['--import', import.meta.resolve('tsx')] : [];
  return { args: ['--enable-source-maps', ...loader], env: loaderSettings(path) };
}

/** Runs a program in this process, as `node main.ts` would. */
export async function runInProcess(path: string, args: readonly string[]): Promise<void> {
  process.argv = [process.argv[0]!, path, ...args];
  process.setSourceMapsEnabled(true);
  if (TYPESCRIPT.test(path)) {
    Object.assign(process.env, loaderSettings(path));
    for (const api of [await import('tsx/cjs/api'), await import('tsx/esm/api')]) api.register();
  }
  try {
    await import(pathToFileURL(path).href);
  } catch (error) {
    // As if nothing had been between the program and node.
    setImmediate(() => {
      throw error;
    });
  }
}

/** The loader reads decorator options from one tsconfig: the program's, wherever it was started. */
function loaderSettings(path: string): Readonly<Record<string, string>> {
  if (process.env.TSX_TSCONFIG_PATH !== undefined) return {};
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const tsconfig = join(folder, 'tsconfig.json');
    if (existsSync(tsconfig)) return { TSX_TSCONFIG_PATH: tsconfig };
    if (folder === dirname(folder)) return {};
  }
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** How another node runs a program as it is, TypeScript with decorators included. */
export function nodeOptions(path: string): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const loader = TYPESCRIPT.test(path) ? ['--import', import.meta.resolve('tsx')] : [];
  // In the bundle, all files are in one folder.
  const preload = ['--import', new URL('preload.js', import.meta.url).href];
  return { args: ['--enable-source-maps', ...preload, ...loader], env: loaderSettings(path) };
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
  const { reportFailure } = await import('./report-failure.ts');
  reportFailure(path);
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    // As if nothing were between the program and Node.
    setImmediate(() => {
      throw error;
    });
    return undefined;
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

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
// @ts-expect-error: it has no types.
import ncc from '@vercel/ncc';
import { build as esbuild } from 'esbuild';
import { type Plugin, rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';

/** Puts the program `entry` into one file in `folder`, which it names. Rejects, too, when the bundler warns. */
export type Bundle = (entry: string, folder: string) => Promise<string>;

/** As an author would set each of them up for a program of node, with nothing left out of the bundle. */
export const BUNDLERS: Readonly<Record<string, Bundle>> = {
  'esbuild, ECMAScript module': (entry, folder) => withEsbuild(entry, join(folder, 'app.mjs'), 'esm'),
  'esbuild, CommonJS': (entry, folder) => withEsbuild(entry, join(folder, 'app.cjs'), 'cjs'),
  'rollup, ECMAScript module': (entry, folder) => withRollup(entry, join(folder, 'app.mjs'), 'es'),
  'rollup, CommonJS': (entry, folder) => withRollup(entry, join(folder, 'app.cjs'), 'cjs'),
  'vite, for a server': withVite,
  webpack: withWebpack,
  ncc: withNcc,
};

async function withEsbuild(entry: string, outfile: string, format: 'esm' | 'cjs'): Promise<string> {
  const { warnings } = await esbuild({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format,
    target: 'node20',
  });
  refuse(warnings.map(({ text }) => text));
  return outfile;
}

async function withRollup(entry: string, file: string, format: 'es' | 'cjs'): Promise<string> {
  const warnings: string[] = [];
  const bundle = await rollup({
    input: entry,
    plugins: [
      nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
      pluginOf(commonjs),
      pluginOf(json),
    ],
    onwarn({ message, ids = [] }) {
      // Rollup tells of comments and circles within other packages as well.
      if ([message, ...ids].some((text) => text.includes('packages/'))) warnings.push(message);
    },
  });
  await bundle.write({ file, format, inlineDynamicImports: true });
  refuse(warnings);
  return file;
}

/** Their types say that the function is a field of the module, and it is not. */
function pluginOf(make: unknown): Plugin {
  return (make as () => Plugin)();
}

async function withVite(entry: string, folder: string): Promise<string> {
  await vite({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, target: 'node' },
    build: { ssr: entry, outDir: folder, emptyOutDir: false, target: 'node20', minify: false },
  });
  return join(folder, 'app.js');
}

async function withWebpack(entry: string, folder: string): Promise<string> {
  const stats = await new Promise<webpack.Stats>((resolve, reject) => {
    webpack(
      {
        entry,
        target: 'node20',
        mode: 'production',
        output: { path: folder, filename: 'app.cjs' },
        optimization: { minimize: false },
      },
      (error, result) => (result === undefined ? reject(error ?? new Error('no result')) : resolve(result)),
    );
  });
  const { errors = [], warnings = [] } = stats.toJson({ all: false, errors: true, warnings: true });
  refuse([...errors, ...warnings].map(({ message, moduleName, loc }) => `${moduleName} ${loc}: ${message}`));
  return join(folder, 'app.cjs');
}

/** It has no types. */
type Ncc = (
  entry: string,
  options: object,
) => Promise<{
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string }>>;
}>;

async function withNcc(entry: string, folder: string): Promise<string> {
  const { code, assets } = await (ncc as Ncc)(entry, { quiet: true, target: 'es2022', esm: true });
  // Modules that are imported when they are needed.
  for (const [name, { source }] of Object.entries(assets)) writeFileSync(join(folder, name), source);
  writeFileSync(join(folder, 'app.js'), code);
  return join(folder, 'app.js');
}

function refuse(warnings: readonly string[]): void {
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
}

import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { transform as swc } from '@swc/core';
import { transform as esbuild } from 'esbuild';
import { build } from 'vite';
import { expect, inject, it, onTestFinished } from 'vitest';

const source = resolve('test/packaging/transforms/blueprint.ts');
const options = {
  experimentalDecorators: true,
  target: 'es2022',
  module: 'nodenext',
  verbatimModuleSyntax: true,
};

/** Each takes the fixture and gives JavaScript, without metadata of types: decorators carry explicit tokens. */
const compilers: Record<string, (code: string) => Promise<string>> = {
  tsc: async () => {
    const out = resolve('.cache/transforms/tsc');
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const args = [
      source,
      '--ignoreConfig',
      '--outDir',
      out,
      '--skipLibCheck',
      '--types',
      'node',
      '--rootDir',
      resolve('test/packaging/transforms'),
      ...flags,
    ];
    execFileSync(resolve('node_modules/.bin/tsc'), args, { encoding: 'utf8' });
    return readFile(join(out, 'blueprint.js'), 'utf8');
  },
  esbuild: async (code) => {
    const tsconfigRaw = { compilerOptions: { experimentalDecorators: true, verbatimModuleSyntax: true } };
    return (await esbuild(code, { loader: 'ts', target: 'es2022', format: 'esm', tsconfigRaw })).code;
  },
  swc: async (code) => {
    const parser = { syntax: 'typescript', decorators: true } as const;
    const jsc = {
      parser,
      target: 'es2022',
      transform: { legacyDecorator: true, decoratorMetadata: false },
    } as const;
    return (await swc(code, { jsc, module: { type: 'es6' }, swcrc: false })).code;
  },
  vite: async () => {
    // A build, since its helpers come from vite itself.
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      oxc: { target: 'es2022', decorator: { legacy: true, emitDecoratorMetadata: false } },
      ssr: { external: true },
      build: { ssr: source, write: false, minify: false },
    });
    const [chunk] = 'output' in built ? built.output : [];
    return chunk?.code ?? '';
  },
};

it.each(Object.keys(compilers))('decorators with explicit tokens work when compiled by %s', async (name) => {
  expect(inject('build').output).toBe('');
  const folder = resolve(`test/packaging/transforms/.${name}`);
  await mkdir(folder, { recursive: true });
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'blueprint.mjs');
  await writeFile(file, (await compilers[name]?.(await readFile(source, 'utf8'))) ?? '');
  const printed: unknown = JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }));
  expect(printed).toEqual({
    name: 'transforms',
    image: 'redis:7.4',
    now: 7,
    same: true,
    untold: expect.stringContaining(
      'Write @inject(TheClass) before parameter 0 of the constructor of Untold',
    ),
  });
});

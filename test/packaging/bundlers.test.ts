import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUNDLERS } from './bundled/bundlers.ts';

/** Inside the repository, where the program's imports are found; the bundles are run outside of it. */
const SOURCE = resolve('.cache/bundlers/app.js');
const folders: string[] = [];

beforeAll(async () => {
  const code = readFileSync('test/packaging/bundled/app.ts', 'utf8');
  const tsconfigRaw = { compilerOptions: { experimentalDecorators: true, verbatimModuleSyntax: true } };
  const compiled = await transform(code, { loader: 'ts', target: 'es2022', format: 'esm', tsconfigRaw });
  mkdirSync(join(SOURCE, '..'), { recursive: true });
  writeFileSync(join(SOURCE, '../package.json'), '{ "type": "module" }\n');
  writeFileSync(SOURCE, compiled.code);
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder without any `node_modules` above it, with the settings of the program. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'docktopus-bundle-'));
  folders.push(folder);
  writeFileSync(join(folder, 'package.json'), '{ "name": "hello", "type": "module" }\n');
  writeFileSync(join(folder, 'docktopus.config.yaml'), 'greeting: hello\n');
  return folder;
}

/** What a bundle prints, on an engine in memory that listens in the bundle's folder. */
async function run(bundle: string, folder: string): Promise<unknown> {
  await using engine = new FakeEngine();
  await using listening = await engine.listen(join(folder, 'docker.sock'));
  const stdout = await new Promise<string>((done, failed) => {
    const { NODE_PATH: _, ...env } = process.env;
    const options = { cwd: folder, env: { ...env, DOCKER_HOST: listening.endpoint } };
    execFile(process.execPath, [bundle], options, (error, out, err) =>
      error ? failed(new Error(`${error.message}\n${out}\n${err}`)) : done(out),
    );
  });
  const line = stdout.split('\n').find((each) => each.startsWith('{"said"'));
  return JSON.parse(line ?? 'null');
}

/** The others take half a minute each. */
const QUICK = ['esbuild, ECMAScript module', 'esbuild, CommonJS', 'vite, for a server'];

test.for(Object.entries(BUNDLERS))(
  'a blueprint that %s has put into one file runs without node_modules, with its watcher',
  async ([name, bundle], { skip }) => {
    skip(!QUICK.includes(name) && !process.env.DOCKTOPUS_PROOF, 'takes long; `npm run proof` runs it');
    const folder = emptyFolder();
    expect(await run(await bundle(SOURCE, folder), folder)).toEqual({
      said: 'hello world',
      cleanup: 'watcher',
      dockerode:
        'engine.unsupported: Install it beside the bundle with `npm install dockerode`, or use docker.request() and docker.engine, which need no package',
    });
  },
);

test('a bundled blueprint finds the dockerode that is installed beside the bundle', async () => {
  const folder = emptyFolder();
  const bundle = await BUNDLERS['esbuild, CommonJS']?.(SOURCE, folder);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(realpathSync('packages/core/node_modules/dockerode'), join(folder, 'node_modules/dockerode'));
  expect(await run(bundle ?? '', folder)).toMatchObject({ dockerode: 'Docker' });
});

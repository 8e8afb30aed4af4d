import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, inject, test } from 'vitest';
import { nodeBinary } from '../support/node-versions.ts';
import { typeProblems } from '../support/type-problems.ts';

/** A project without decorators, reflect-metadata, or a compiler that does more than take types away. */
const folder = resolve('.cache/typed');
const compilerOptions = {
  module: 'nodenext',
  target: 'es2024',
  lib: ['es2024', 'esnext.disposable'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

beforeAll(() => {
  expect(inject('build').output).toBe('');
  mkdirSync(folder, { recursive: true });
  for (const file of ['main.ts', 'refused.ts']) cpSync(`test/packaging/typed/${file}`, `${folder}/${file}`);
  writeFileSync(`${folder}/package.json`, '{ "type": "module" }\n');
  const project = (include: string, more: object) =>
    JSON.stringify({ compilerOptions: { ...compilerOptions, ...more }, include: [include] });
  writeFileSync(`${folder}/tsconfig.json`, project('main.ts', { erasableSyntaxOnly: true }));
  writeFileSync(`${folder}/tsconfig.refused.json`, project('refused.ts', { experimentalDecorators: true }));
});

test('a blueprint of functions is accepted with erasableSyntaxOnly', () => {
  expect(typeProblems(`${folder}/tsconfig.json`)).toBe('');
});

test.for(['22.18.0', '24'])(
  'node main.ts runs a blueprint of functions on Node %s',
  async (version, { skip }) => {
    skip(process.env.CI !== 'true', 'fetches another Node; runs with CI=true');
    const node = await nodeBinary(version);
    expect(execFileSync(node, ['main.ts'], { cwd: folder, encoding: 'utf8' })).toBe('hello world\n');
  },
);

test('a blueprint of functions that esbuild has bundled runs on this Node', async () => {
  await build({
    entryPoints: [`${folder}/main.ts`],
    outfile: `${folder}/main.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  expect(execFileSync(process.execPath, ['main.mjs'], { cwd: folder, encoding: 'utf8' })).toBe(
    'hello world\n',
  );
});

test.for([
  ['wrongId', `'"flsh"' is not assignable to parameter of type '"flush"'`],
  ['wrongBody', "Type 'string' is not assignable to type 'number'"],
  ['noBody', 'Expected 2-3 arguments, but got 1'],
  ['wrongResult', "Type 'Promise<number>' is not assignable to type 'Promise<string>'"],
  [
    'env.imge',
    "Property 'imge' does not exist on type 'EnvOf<{ readonly image: ZodString; }>'. Did you mean 'image'?",
  ],
  ['({ rdis', "Property 'rdis' does not exist"],
  ['databse', `'{ readonly 'the blueprint has no container of this name': "databse"; }'`],
  ['env: container', `'{ readonly 'this name has a meaning already': "env"; }'`],
  ["'0 * * * *'", `'"flsh"' is not assignable to parameter of type '"flush"'`],
  ['@body', "'{ readonly 'the schema gives': number; readonly 'the parameter takes': string; }'"],
  ['wrongMethod', `'"cuont"' is not assignable to parameter of type '"count" | "flush"'`],
] as const)('the line with %s is refused: %s', ([line, message]) => {
  refusals ??= typeProblems(`${folder}/tsconfig.refused.json`).split(/^(?=\S)/m);
  const at =
    readFileSync(`${folder}/refused.ts`, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes(line)) + 1;
  expect(refusals.filter((refusal) => refusal.includes(`refused.ts(${at},`)).join('')).toContain(message);
});

let refusals: readonly string[] | undefined;

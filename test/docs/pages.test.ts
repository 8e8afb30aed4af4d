import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { outputPattern } from '../examples/expected-output.ts';
import { runProgram } from '../examples/run-example.ts';
import { bundleFromSource } from '../support/bundle-from-source.ts';
import { typeProblems } from '../support/type-problems.ts';
import { type CodeBlock, codeBlocks } from './code-blocks.ts';
import { tsconfigOfReadme } from './tsconfig-of-readme.ts';

const folder = resolve('.cache/docs');
const tasks = ['docs/guide', 'docs/recipes'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`),
);
const packages = readdirSync('packages').map((name) => `packages/${name}/README.md`);
const blocks = ['README.md', 'docs/concepts.md', 'docs/errors.md', ...packages, ...tasks].flatMap(codeBlocks);
const fileOf = ({ page, line }: CodeBlock) =>
  `${folder}/${page.slice(0, -'.md'.length).replaceAll('/', '-').toLowerCase()}-${line}.ts`;
const bundleOf = (block: CodeBlock) => `${folder}/bundle/${basename(fileOf(block), '.ts')}.mjs`;
const runnable = blocks.filter(({ notRun }) => notRun === undefined);
const name = ({ page, line }: CodeBlock) => `${page}:${line}`;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const block of blocks) writeFileSync(fileOf(block), block.code);
  await bundleFromSource(runnable.map(fileOf), folder);
  // The packages are those that are published, as a reader has them.
  const compilerOptions = { ...tsconfigOfReadme().compilerOptions, rootDir: '.', noEmit: true };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ['*.ts'] }));
});

test('every program of the documentation compiles under the tsconfig of the README, with all strict options', {
  timeout: 120_000,
}, () => {
  expect(typeProblems(folder)).toBe('');
});

describe.concurrent('runs, prints what the page says, and leaves nothing behind', () => {
  test.for(runnable.map((block) => [name(block), block] as const))(
    '%s',
    { timeout: 120_000 },
    async ([, block], { expect }) => {
      const { exitCode, stdout, stderr, leftBehind } = await runProgram(bundleOf(block), process.execPath, {
        // Pages show one thing at a time; what a spec leaves open is the subject of one of them.
        DOCKTOPUS_STRICT: 'off',
      });
      expect({ exitCode, stderr, leftBehind }).toEqual({ exitCode: 0, stderr: '', leftBehind: [] });
      if (block.output !== undefined && !outputPattern(block.output).test(stdout)) {
        expect(stdout.trimEnd()).toBe(block.output);
      }
    },
  );
});

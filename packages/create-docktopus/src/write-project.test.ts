import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from 'vitest';
import { projectName } from './project-name.ts';
import { TEMPLATES } from './template.ts';
import { isFree, writeProject } from './write-project.ts';

const templates = fileURLToPath(new URL('../templates', import.meta.url));

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names from the pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'create-docktopus-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

test.for(TEMPLATES)(
  '$name: no placeholder is left, and dot files have their dot',
  async (template, { folder }) => {
    const files = await writeProject(templates, { folder, name: 'shop', template, version: '1.2.3' });
    expect(files).toContain('.dockerignore');
    expect(files).toContain('.github/workflows/ci.yml');
    expect(files).toContain('.gitignore');
    expect(files).toContain('deploy/shop.service');
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    expect(texts.filter((text) => /__[a-z]+__/.test(text))).toEqual([]);
    const { name, dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(name).toBe('shop');
    expect(dependencies).toMatchObject({ '@docktopus/core': '^1.2.3', '@docktopus/runner': '^1.2.3' });
  },
);

test.for([
  ['pnpm', true],
  ['npm', false],
] as const)('a project made by %s has a pnpm-workspace.yaml: %s', async ([manager, said], { folder }) => {
  const project = { folder, name: 'shop', template: TEMPLATES[0]!, version: '1.2.3', manager };
  const files = await writeProject(templates, project);
  expect(files.includes('pnpm-workspace.yaml')).toBe(said);
  if (!said) return;
  const text = await readFile(join(folder, 'pnpm-workspace.yaml'), 'utf8');
  expect(text).toMatch(/^allowBuilds:\n( {2}[a-z0-9-]+: false\n)+$/m);
});

test.for([
  ['pnpm', /\bnpm (run|test|start|prune|ci)\b|npx|package-lock/],
  ['npm', /pnpm/],
] as const)('a project made by %s names its commands only', async ([manager, others], { folder }) => {
  const project = { folder, name: 'shop', template: TEMPLATES[0]!, version: '1.2.3', manager };
  await writeProject(templates, project);
  const files = ['README.md', 'Dockerfile', '.github/workflows/ci.yml'];
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  expect(texts.filter((text) => others.test(text))).toEqual([]);
  expect(texts.map((text) => text.includes(`${manager} run`))).toEqual([true, true, true]);
});

test.for(TEMPLATES)(
  'the Dockerfile of $name names .env only if there is one',
  async (template, { folder }) => {
    const files = await writeProject(templates, { folder, name: 'shop', template, version: '1.2.3' });
    const dockerfile = await readFile(join(folder, 'Dockerfile'), 'utf8');
    expect(dockerfile.includes('--env-file .env')).toBe(files.includes('.env'));
  },
);

test('npm is told that no install script has to run', async ({ folder }) => {
  await writeProject(templates, { folder, name: 'shop', template: TEMPLATES[0]!, version: '1.2.3' });
  const { allowScripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  expect(Object.keys(allowScripts)).toContain('esbuild');
  expect(new Set(Object.values(allowScripts))).toEqual(new Set([false]));
});

test('systemd knows every line of the unit', async ({ folder, skip }) => {
  const analyze = '/usr/bin/systemd-analyze';
  skip(!existsSync(analyze), 'this machine has no systemd-analyze');
  await writeProject(templates, { folder, name: 'shop', template: TEMPLATES[0]!, version: '1.2.3' });
  const unit = join(folder, 'deploy', 'shop.service');
  const text = await readFile(unit, 'utf8');
  // Node is where it is on this machine.
  await writeFile(unit, text.replace('/usr/bin/node', process.execPath));
  const { status, stderr } = spawnSync(analyze, ['verify', '--man=no', unit], { encoding: 'utf8' });
  const aboutUnit = stderr.split('\n').filter((line) => line.includes('shop.service:'));
  expect([status, aboutUnit]).toEqual([0, []]);
});

test('secrets are random, readable by their owner only, and ignored by git and Docker', async ({
  folder,
}) => {
  const template = TEMPLATES.find(({ name }) => name === 'sandbox')!;
  const secret = async (name: string) => {
    const project = join(folder, name);
    await writeProject(templates, { folder: project, name, template, version: '1.2.3' });
    expect((await stat(join(project, '.env'))).mode & 0o777).toBe(0o600);
    for (const ignored of ['.gitignore', '.dockerignore'])
      expect((await readFile(join(project, ignored), 'utf8')).split('\n')).toContain('.env');
    return /^DOCKTOPUS_TOKEN=([\w-]{32})$/m.exec(await readFile(join(project, '.env'), 'utf8'))![1];
  };
  expect(await secret('one')).not.toBe(await secret('two'));
});

test('a folder is free when it is missing, empty, or has only what git and editors put there', async ({
  folder,
}) => {
  expect(await isFree(join(folder, 'missing'))).toBe(true);
  expect(await isFree(folder)).toBe(true);
  await mkdir(join(folder, '.git'));
  expect(await isFree(folder)).toBe(true);
  await writeFile(join(folder, 'README.md'), '');
  expect(await isFree(folder)).toBe(false);
});

test('nothing that exists is overwritten', async ({ folder }) => {
  await writeFile(join(folder, 'tsconfig.json'), 'mine');
  const template = TEMPLATES[0]!;
  await expect(
    writeProject(templates, { folder, name: 'shop', template, version: '1.2.3' }),
  ).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(join(folder, 'tsconfig.json'), 'utf8')).toBe('mine');
});

test.for([
  ['/srv/My Shop', 'my-shop'],
  ['/srv/@acme', 'acme'],
  ['/', 'my-service'],
  [`/srv/${'a'.repeat(80)}`, 'a'.repeat(63)],
  ['/srv/café_2', 'caf-2'],
])('the project in %s is called %s', ([folder, name]) => {
  expect(projectName(folder!)).toBe(name);
});

test('every template has its folder, and every folder its template', async () => {
  const folders = (await readdir(templates)).filter((name) => name !== 'every-project');
  expect(folders.sort()).toEqual(TEMPLATES.map(({ name }) => name).sort());
});

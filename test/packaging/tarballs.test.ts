import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { FakeEngine } from '@docktopus/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typeProblems } from '../support/type-problems.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'docktopus-tarballs-'));
const packs = join(folder, 'packs');
/** Name of each package and its tarball. */
const tarballs = new Map<string, string>();

const readme = readFileSync('README.md', 'utf8');
const startOfProject = readme.slice(readme.indexOf('## Start a project'));
const block = (language: string, text = startOfProject) =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(text)?.[1] ?? '';

beforeAll(async () => {
  const { stdout } = await run('node', ['scripts/pack.mjs', packs, '--as-built'], { maxBuffer: 1 << 28 });
  for (const [, name = '', tarball = ''] of stdout.matchAll(/^(\S+) \S+: (.*\.tgz)$/gm))
    tarballs.set(name, tarball);
}, 600_000);

afterAll(() => rm(folder, { recursive: true }), 120_000);

/** The commands with which each package manager installs, and how it is told that a tarball stands for a name. */
const MANAGERS: Readonly<
  Record<string, { readonly install: readonly string[]; settings(project: string): object }>
> = {
  npm: { install: ['npm', 'install', '--no-audit', '--no-fund'], settings: () => ({}) },
  pnpm: {
    install: [resolve('node_modules/.bin/pnpm'), 'install', '--no-frozen-lockfile'],
    settings(project) {
      const overrides = [...tarballs].map(([name, tarball]) => `  '${name}': file:${tarball}`);
      const built = ['cpu-features', 'protobufjs', 'ssh2', 'libsql', 'esbuild'].map(
        (name) => `  ${name}: false`,
      );
      const lines = ['overrides:', ...overrides, 'allowBuilds:', ...built, 'pmOnFail: ignore', ''];
      writeFileSync(join(project, 'pnpm-workspace.yaml'), lines.join('\n'));
      return {};
    },
  },
  yarn: {
    install: ['npx', '-y', 'yarn@1.22.22', 'install', '--non-interactive', '--ignore-engines'],
    settings: () => ({
      resolutions: Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`])),
    }),
  },
};

/** What the README's install lines name, and what our packages want beside them, at the versions that the repository has. */
function dependencies(): Readonly<Record<string, string>> {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = [...block('sh').matchAll(/^npm install (?:--save-dev )?(.*)$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  const ofReadme = named.map((name) => [name, devDependencies[name]]);
  const peers = [...tarballs.keys()].flatMap((name) => {
    const manifest = manifestOf(name);
    const required = Object.keys(manifest.peerDependencies ?? {}).filter(
      (peer) => manifest.peerDependenciesMeta?.[peer]?.optional !== true,
    );
    return required.map((peer) => [peer, manifest.devDependencies?.[peer]]);
  });
  const ours = [...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]);
  return Object.fromEntries([...ofReadme, ...peers, ...ours]);
}

interface Manifest {
  readonly name: string;
  readonly exports: object;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

function manifestOf(name: string): Manifest {
  const folderOf = name.replace('@docktopus/', '').replace(/^docktopus$/, 'cli');
  return JSON.parse(readFileSync(`packages/${folderOf}/package.json`, 'utf8'));
}

test('every package that ships is packed, and nothing in the tarballs is missing or too much', () => {
  const shipped = readdirSync('packages').map(
    (name) => JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')).name as string,
  );
  expect([...tarballs.keys()].sort()).toEqual(shipped.sort());
});

test.for(Object.entries(MANAGERS))(
  'an empty project installs the tarballs with %s, compiles what the README says with every library checked, and runs',
  { timeout: 600_000 },
  async ([name, { install, settings }], { skip }) => {
    skip(name !== 'npm' && !process.env.DOCKTOPUS_PROOF, 'takes a minute; `npm run proof` runs it');
    const project = join(folder, name);
    mkdirSync(join(project, 'src'), { recursive: true });
    const manifest = { name: 'hello', private: true, type: 'module', dependencies: dependencies() };
    writeFileSync(join(project, 'package.json'), JSON.stringify({ ...manifest, ...settings(project) }));
    writeFileSync(join(project, 'tsconfig.json'), block('json'));
    const code = [...readme.matchAll(/^```ts(?: no-run.*)?\n([\s\S]*?)^```$/gm)].map(([, each = '']) => each);
    const [threeLines = '', blueprint = ''] = code;
    writeFileSync(join(project, 'src/blueprint.ts'), blueprint);
    writeFileSync(join(project, 'src/main.ts'), threeLines);
    writeFileSync(join(project, 'src/every-entry-point.ts'), everyEntryPoint());

    const [command = '', ...args] = install;
    const { NODE_PATH: _, ...inherited } = process.env;
    // Yarn would take a tarball of an earlier run, of the same name and version, from its cache.
    const YARN_CACHE_FOLDER = join(folder, 'yarn-cache');
    const env = { ...inherited, npm_config_user_agent: '', YARN_CACHE_FOLDER };
    await run(command, args, { cwd: project, env, maxBuffer: 1 << 28 });
    expect(typeProblems(project, { cwd: project, env })).toBe('');

    await using engine = new FakeEngine();
    await using listening = await engine.listen(join(folder, `${name}.sock`));
    const node = await run(process.execPath, ['dist/main.js'], {
      cwd: project,
      env: { ...env, DOCKER_HOST: listening.endpoint, DOCKTOPUS_STRICT: 'off' },
    });
    expect(node.stdout).toBe('hello exited\n');
    expect(await copiesOf('tsyringe', project)).toHaveLength(1);
  },
);

/** The folders that hold a package: two would be two injectors. */
async function copiesOf(name: string, project: string): Promise<readonly string[]> {
  const pattern = `*/node_modules/${name}/package.json`;
  const { stdout } = await run('find', ['node_modules', '-path', pattern, '-not', '-type', 'l'], {
    cwd: project,
  });
  return stdout.trim().split('\n');
}

/** Imports everything that the packages promise, so that the compiler reads each of their declarations. */
function everyEntryPoint(): string {
  const lines = [...tarballs.keys()].flatMap((name) => {
    const { exports } = manifestOf(name);
    return (
      Object.keys(exports)
        .filter((key) => !key.endsWith('.json'))
        // It needs vitest, which a test suite has.
        .filter((key) => key !== './vitest')
        .map((key) => `${name}${key.slice(1)}`)
    );
  });
  return lines.map((specifier, index) => `export * as entry${index} from '${specifier}';\n`).join('');
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Installs each tarball in a project of its own, beside the packages that it names, and imports what it exports with each
 * version of Node.
 *
 * @param {readonly string[]} tarballs
 * @param {string} manager
 * @param {readonly string[]} nodes major versions
 */
export function installsAlone(tarballs, manager, nodes) {
  const manifests = new Map(tarballs.map((tarball) => [manifestOf(tarball).name, tarball]));
  let ok = true;
  for (const tarball of tarballs) {
    const { name, exports, bin } = manifestOf(tarball);
    const folder = project(manifests, [name]);
    try {
      run(folder, manager, [
        'install',
        ...(manager === 'npm' ? ['--no-audit', '--no-fund'] : ['--no-frozen-lockfile']),
      ]);
      const entries = Object.keys(exports ?? {})
        // It needs vitest, which a test suite has.
        .filter((key) => !/json$|vitest$/.test(key))
        .map((key) => `await import('${name}${key.slice(1)}');`);
      writeFileSync(join(folder, 'main.mjs'), entries.join('\n'));
      for (const node of nodes) {
        run(folder, 'npx', ['-y', '-p', `node@${node}`, 'node', 'main.mjs']);
        // pnpm's `node_modules/.bin` has scripts of the shell.
        for (const program of Object.values(bin ?? {}))
          run(folder, 'npx', [
            '-y',
            '-p',
            `node@${node}`,
            'node',
            `node_modules/${name}/${program}`,
            '--help',
          ]);
      }
      process.stderr.write(`ok     ${name} with ${manager}, on Node ${nodes.join(', ')}\n`);
    } catch (error) {
      ok = false;
      process.stderr.write(`FAILED ${name} with ${manager}: ${said(error)}\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return ok;
}

/** The README's first program, from the tarballs, on the engine that set-up has found. @param {readonly string[]} tarballs */
export function runsFromTarballs(tarballs) {
  const manifests = new Map(tarballs.map((tarball) => [manifestOf(tarball).name, tarball]));
  const folder = project(manifests, ['@docktopus/core', '@docktopus/runner']);
  try {
    run(folder, 'npm', ['install', '--no-audit', '--no-fund']);
    const [, program = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync('README.md', 'utf8')) ?? [];
    // Node reads `await using` from version 24 on; the compiler writes it down for older ones.
    writeFileSync(join(folder, 'main.ts'), program);
    run(folder, resolve('node_modules/.bin/esbuild'), [
      'main.ts',
      '--outfile=main.mjs',
      '--target=node20',
      '--format=esm',
    ]);
    const output = run(folder, process.execPath, ['main.mjs']);
    if (output !== 'hello exited\n')
      throw new Error(`the README's first program printed ${JSON.stringify(output)}`);
    process.stderr.write('ok     the first program of the README, from the tarballs, on the engine\n');
    return true;
  } catch (error) {
    process.stderr.write(`FAILED the first program of the README: ${said(error)}\n`);
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A project that depends on `names`; packages of ours that these depend on come from their tarballs as well.
 *
 * @param {ReadonlyMap<string, string>} tarballs by name
 * @param {readonly string[]} names
 */
function project(tarballs, names) {
  const folder = mkdtempSync(join(tmpdir(), 'docktopus-release-'));
  const file = (/** @type {string} */ name) => `file:${resolve(tarballs.get(name) ?? '')}`;
  const all = Object.fromEntries([...tarballs.keys()].map((name) => [name, file(name)]));
  const dependencies = Object.fromEntries(names.map((name) => [name, file(name)]));
  const manifest = { name: 'bare', private: true, type: 'module', dependencies };
  // Each package manager has a way of its own to say where a dependency of a dependency comes from.
  const overrides = Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, overrides }));
  const lines = Object.entries(all).map(([name, path]) => `  '${name}': '${path}'`);
  writeFileSync(
    join(folder, 'pnpm-workspace.yaml'),
    `packages: []\noverrides:\n${lines.join('\n')}\n${noInstallScripts()}`,
  );
  return folder;
}

/** What the README gives to copy for pnpm, which fails while nothing is said about an install script. */
function noInstallScripts() {
  const [, text] = /^```yaml\n(allowBuilds:\n[\s\S]*?)^```$/m.exec(readFileSync('README.md', 'utf8')) ?? [];
  if (text === undefined) throw new Error('README.md has no block with allowBuilds');
  return text;
}

/** @param {string} tarball */
function manifestOf(tarball) {
  return JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }));
}

/** @param {string} cwd @param {string} program @param {readonly string[]} args */
function run(cwd, program, args) {
  const path = `${resolve('node_modules/.bin')}:${process.env.PATH}`;
  return execFileSync(program, [...args], {
    cwd,
    env: { ...process.env, PATH: path, DOCKTOPUS_STRICT: 'off', npm_config_user_agent: '' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
}

/** @param {unknown} error */
function said(error) {
  const { stdout = '', stderr = '', message = '' } = /** @type {Record<string, string>} */ (error ?? {});
  return `${stderr}${stdout}`.trim().slice(-2_000) || message;
}

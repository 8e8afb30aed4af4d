import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './say.mjs';

/**
 * Installs exactly what the lockfile says, with the pnpm that package.json pins, fetched through npm.
 * A stamp in node_modules makes a second run free.
 *
 * @param {string} root
 */
export function installDependencies(root) {
  const stamp = join(root, 'node_modules/.docktopus-setup');
  const wanted = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  say(`installing the locked dependencies with ${packageManager}`);
  const result = spawnSync('npx', ['-y', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    // CI=true: pnpm must not ask whether it may replace a node_modules that it does not know.
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) throw new Error(`${packageManager} install failed; see its output above`);
  writeFileSync(stamp, wanted);
}

/**
 * Everything that decides what would be installed.
 *
 * @param {string} root
 */
function fingerprint(root) {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/package.json`);
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bench/package.json', ...packages];
  const hash = createHash('sha256').update(root);
  for (const file of files) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

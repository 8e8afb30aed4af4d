/**
 * `npm run release [-- --dry-run]`: packs every package that ships, holds the tarballs against publint and
 * are-the-types-wrong, installs each of them alone with npm and pnpm and imports it on every supported Node, runs a job in a
 * container from the installed tarballs, runs `npm run proof`, and publishes. `--dry-run` prints what would be published
 * instead, and leaves the proof to `--proof`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { installsAlone, runsFromTarballs } from './release/try-tarballs.mjs';
import { step } from './steps.mjs';

const FOLDER = '.cache/release';
const NODES = ['20', '22', '24'];
const isDry = process.argv.includes('--dry-run');

/** Every check of the tarballs runs, so that one run tells all that is wrong. @type {boolean[]} */
const results = [];
const check = (/** @type {string} */ name, /** @type {string[]} */ command) =>
  results.push(step(name, command));

if (!isDry) check('nothing is uncommitted', ['git', 'diff', '--quiet', 'HEAD']);
check('setup', ['node', 'scripts/setup.mjs']);
if (!step('pack', ['node', 'scripts/pack.mjs', FOLDER])) process.exit(1);
const tarballs = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.tgz'))
  .map((file) => join(FOLDER, file));
for (const tarball of tarballs) {
  check(`publint ${tarball}`, ['publint', tarball]);
  // What is only a program has no types; everything else is ESM.
  if (hasTypes(tarball)) check(`types of ${tarball}`, ['attw', tarball, '--profile', 'esm-only', '--quiet']);
}
for (const manager of ['npm', 'pnpm']) results.push(installsAlone(tarballs, manager, NODES));
results.push(runsFromTarballs(tarballs));
audit();
if (!isDry || process.argv.includes('--proof')) check('proof', ['node', 'scripts/proof.mjs']);

if (results.includes(false)) process.exit(1);
for (const tarball of tarballs) {
  if (isDry)
    process.stdout.write(`would publish ${tarball} (${Math.ceil(statSync(tarball).size / 1024)} kB)\n`);
  else if (!step(`publish ${tarball}`, ['npm', 'publish', tarball, '--access', 'public', '--provenance']))
    process.exit(1);
}
process.stdout.write(
  'Node 20 is past its end of life since 2026-04-30; the first version after 0.x drops it.\n',
);

/** @param {string} tarball */
function hasTypes(tarball) {
  const { stdout } = spawnSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
  return JSON.parse(stdout).exports?.['.'] !== undefined;
}

/** A registry may have no audit: then that is said, and nothing more. */
function audit() {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/pnpm', ['audit', '--prod'], {
    encoding: 'utf8',
  });
  const text = `${stdout}${stderr}`.trim();
  const unavailable = /AUDIT_(BAD_RESPONSE|ENDPOINT)/.test(text);
  process.stderr.write(unavailable ? 'skipped audit: the registry does not offer it\n' : `${text}\n`);
  if (!unavailable) results.push(status === 0);
}

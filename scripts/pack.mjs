/**
 * `npm run pack [-- FOLDER]`: builds every package that ships and packs it into a tarball that can be installed as it is,
 * by default into `.cache/packs`. The tarballs depend on each other by version. Fails when one lacks something or holds too much.
 * With `--as-built` it packs what the last build has made.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { tarballProblems } from './pack/tarball-problems.mjs';

const [given] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const folder = resolve(given ?? '.cache/packs');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const bin = resolve('node_modules/.bin');
const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, TURBO_TELEMETRY_DISABLED: '1' };
if (!process.argv.includes('--as-built')) build();

let failed = false;
for (const name of readdirSync('packages')) {
  const manifest = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'));
  if (manifest.private) continue;
  const output = execFileSync('pnpm', ['pack', '--json', '--pack-destination', folder], {
    cwd: `packages/${name}`,
    env,
    encoding: 'utf8',
  });
  const { filename } = JSON.parse(output);
  const problems = tarballProblems(filename);
  process.stdout.write(`${manifest.name} ${manifest.version}: ${filename}\n`);
  for (const problem of problems) process.stderr.write(`  ${problem}\n`);
  failed ||= problems.length > 0;
}
process.exit(failed ? 1 : 0);

/** From nothing: what earlier builds have left would be packed as well. */
function build() {
  for (const name of readdirSync('packages'))
    rmSync(`packages/${name}/dist`, { recursive: true, force: true });
  const args = ['run', 'build', '--force', '--output-logs=errors-only'];
  if (spawnSync('turbo', args, { env, stdio: 'inherit' }).status !== 0) process.exit(1);
}

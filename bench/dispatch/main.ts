import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * 3: what it costs to dispatch a job that does nothing. Measured on the compiled packages: what runs TypeScript from
 * source wraps each function that is made in a call, which is most of what there would be to measure.
 */
const inRoot = { cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: 'inherit' } as const;
const build = spawnSync('node_modules/.bin/tsc', ['-b', 'packages/runner/tsconfig.build.json'], inRoot);
if (build.status !== 0) process.exit(1);

const measure = fileURLToPath(new URL('./measure.ts', import.meta.url));
const args = ['--expose-gc', '--import', 'tsx', measure, ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, args, inRoot).status ?? 1);

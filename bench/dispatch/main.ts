import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildPackage, ROOT } from '../harness/build-package.ts';

/**
 * What it costs to dispatch a job that does nothing. Measured on the compiled packages: what runs TypeScript from
 * source wraps each function that is made in a call, which is most of what there would be to measure.
 */
buildPackage('runner');

const measure = fileURLToPath(new URL('./measure.ts', import.meta.url));
const args = ['--expose-gc', '--import', 'tsx', measure, ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1);

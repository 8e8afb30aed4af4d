import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Compiles a package, for what is measured on compiled packages; ends the process when it does not compile. */
export function buildPackage(name: string): void {
  const args = ['-b', `packages/${name}/tsconfig.build.json`];
  const { status } = spawnSync('node_modules/.bin/tsc', args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

/** Builds a package and those that it needs as they are published, bundles and pages included. */
export function buildAsPublished(name: string): void {
  const bin = `${ROOT}node_modules/.bin`;
  const { status } = spawnSync(
    `${bin}/turbo`,
    ['run', 'build', '--filter', name, '--output-logs=errors-only'],
    {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, TURBO_TELEMETRY_DISABLED: '1' },
    },
  );
  if (status !== 0) process.exit(1);
}

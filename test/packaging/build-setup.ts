import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    build: { readonly ok: boolean; readonly output: string };
  }
}

/**
 * Builds the packages once before the packaging tests; turbo makes it free when nothing has changed.
 * A build that fails is reported by a test: an error thrown here would keep every other suite from running.
 */
export default function setup(project: TestProject): void {
  const bin = resolve('node_modules/.bin');
  const result = spawnSync(`${bin}/turbo`, ['run', 'build', '--output-logs=errors-only'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, TURBO_TELEMETRY_DISABLED: '1' },
  });
  const ok = result.status === 0;
  project.provide('build', { ok, output: ok ? '' : `${result.stdout}${result.stderr}` });
}

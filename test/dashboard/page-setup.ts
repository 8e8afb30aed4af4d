import { resolve } from 'node:path';
import { build } from 'vite';

/** Builds the page once, as it ships. */
export default async function setup(): Promise<void> {
  const root = resolve('packages/dashboard');
  await build({ configFile: `${root}/vite.config.ts`, root: `${root}/src/page`, logLevel: 'error' });
}

import { expect, test } from 'vitest';
import { OTHER_NODE_VERSIONS, runOnNode } from '../support/node-versions.ts';
import { PACKAGES } from './packages.ts';

const entryPoints = PACKAGES.flatMap((each) => each.entryPoints)
  // It needs a vitest around it.
  .filter((entryPoint) => !entryPoint.endsWith('/vitest'));

const cases = ['current', ...OTHER_NODE_VERSIONS].flatMap((version) =>
  entryPoints.map((entryPoint) => ({ version, entryPoint })),
);

test.for(cases)(
  '$entryPoint loads from dist on Node $version, by import and by require()',
  async ({ version, entryPoint }, { skip }) => {
    const fetches = version !== 'current';
    skip(fetches && process.env.CI !== 'true', 'fetches another Node; runs with CI=true');
    expect(await runOnNode(version, load(entryPoint))).toBe('loaded dist');
  },
);

function load(entryPoint: string): string {
  return `
    import { createRequire } from 'node:module';
    // First: what import has loaded, require() would find.
    createRequire(import.meta.url)('${entryPoint}');
    await import('${entryPoint}');
    console.log(import.meta.resolve('${entryPoint}').includes('/dist/') ? 'loaded dist' : 'loaded something else');
  `;
}

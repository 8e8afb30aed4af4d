import { expect, test } from 'vitest';
import { boundaryProblems, importsOf } from '../../scripts/lint/import-boundaries.mjs';

const allowed: [file: string, specifier: string][] = [
  ['packages/core/src/engine/dockerode/load-dockerode.ts', 'dockerode'],
  ['packages/core/src/di/injector.ts', 'tsyringe'],
  ['packages/core/src/engine/docker.ts', '../scope/deadline.ts'],
  ['packages/core/src/engine/docker.ts', './images/images.ts'],
  ['packages/core/src/context/docker-context.ts', '../di/injector.ts'],
  ['packages/core/src/config/config-decorator.ts', '../di/source-decorator.ts'],
  ['packages/core/src/index.ts', './di/injector.ts'],
  ['packages/runner/src/router/router.ts', '@docktopus/core'],
  ['packages/runner/src/router/router.ts', '../job/index.ts'],
  ['packages/testing/src/index.ts', '@docktopus/core'],
  ['packages/testing/src/job-store/bench.ts', '@docktopus/runner/durable'],
  ['packages/core/src/container/container.test.ts', '@docktopus/testing'],
  ['test/engine/start.test.ts', 'dockerode'],
];

const forbidden: [file: string, specifier: string][] = [
  ['packages/core/src/container/container.ts', 'dockerode'],
  ['packages/core/src/container/container.ts', 'dockerode/lib/container.js'],
  ['packages/core/src/context/docker-context.ts', 'tsyringe'],
  ['packages/runner/src/runner.ts', 'tsyringe'],
  ['packages/runner/src/job/job-call.ts', '../router/index.ts'],
  ['packages/testing/src/testbed/testbed.ts', '../vitest/index.ts'],
  ['packages/runner/src/runner.ts', '@docktopus/testing'],
  ['packages/core/src/container/container.ts', '@docktopus/runner'],
  ['packages/testing/src/index.ts', '../../../packages/core/src/index.ts'],
  ['packages/core/src/engine/docker.ts', '../container/container.ts'],
  ['packages/core/src/errors/docktopus-error.ts', '../scope/scope.ts'],
  ['packages/core/src/config/config.ts', '../ownership/labels.ts'],
  ['packages/core/src/di/injector.ts', '../context/docker-context.ts'],
  ['packages/core/src/engine/docker.ts', '../unheard-of/thing.ts'],
];

test.each(allowed)('%s may import %s', (file, specifier) => {
  expect(boundaryProblems(file, `import { x } from '${specifier}';`)).toEqual([]);
});

test.each(forbidden)('%s may not import %s', (file, specifier) => {
  expect(boundaryProblems(file, `export * from '${specifier}';`)).toHaveLength(1);
});

test('lint finds imports in every form, but not in comments', () => {
  const source = `
    import a from 'a';
    import 'b';
    import type {
      C,
    } from "c";
    export { d } from 'd';
    const e = await import('e');
    // import f from 'f';
    /** @example import g from 'g'; */
  `;
  expect(importsOf(source)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PACKAGES } from './packages.ts';

/** A project of an author's, with the strictest options that we ask our own code to live with. */
const tsconfig = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    experimentalDecorators: true,
    noEmit: true,
    skipLibCheck: false,
  },
  include: ['*.ts'],
};

/** The codes of each package narrow the details, and an author's package may add its own. */
const errors = `
import { DocktopusError, isDocktopusError } from '@docktopus/core';
import '@docktopus/runner';

declare module '@docktopus/core' {
  interface ErrorCodes {
    'queue.full': { readonly waiting: number };
  }
}

export function facts(error: unknown): readonly unknown[] {
  if (isDocktopusError(error, 'spec.invalid')) return error.details.issues.map(({ path }) => path);
  if (isDocktopusError(error, 'job.body-invalid')) return error.details.issues.map(({ path }) => path);
  if (isDocktopusError(error, 'queue.full')) return [error.details.waiting.toFixed()];
  // @ts-expect-error: no package has this code.
  return [isDocktopusError(error, 'no.such-code')];
}

// @ts-expect-error: the details of this code are missing.
export const full = new DocktopusError('queue.full', { operation: 'queue.add', reason: 'it is full' });
`;

test('an author gets the types of every entry point from dist', () => {
  const project = '.cache/consumer';
  mkdirSync(project, { recursive: true });
  const entryPoints = PACKAGES.flatMap((each) => each.entryPoints);
  const imports = entryPoints.map((entryPoint, i) => `export * as entry${i} from '${entryPoint}';\n`);
  writeFileSync(`${project}/main.ts`, imports.join(''));
  writeFileSync(`${project}/errors.ts`, errors);
  writeFileSync(`${project}/package.json`, '{ "type": "module" }\n');
  writeFileSync(`${project}/tsconfig.json`, JSON.stringify(tsconfig));
  const output = execFileSync('node_modules/.bin/tsc', ['-p', project, '--listFiles'], { encoding: 'utf8' });
  expect(output).toContain('packages/core/dist/index.d.ts');
  expect(output).not.toContain('packages/core/src/index.ts');
});

import { resolve } from 'node:path';
import { DocktopusError } from '@docktopus/core';
import { expect, test } from 'vitest';
import { programFailureText } from './program-failure-text.ts';

const textOf = (error: unknown) => programFailureText(error, resolve('src/main.ts'));

function errorWith(stack: string, message = ''): Error {
  return Object.assign(new Error(message), { stack });
}

const LOADING = `
    at moduleResolve (node:internal/modules/esm/resolve:946:18)
    at resolveBase (file:///app/node_modules/tsx/dist/register-nyXW-TH3.mjs:2:10494)
    at Socket.emit (node:events:524:28)`;

test('an error without a frame of the program has kept it from being loaded', async () => {
  const transform =
    'TransformError: Transform failed with 1 error:\n/app/src/main.ts:1:9: ERROR: Unexpected "="';
  expect(await textOf(errorWith(transform + LOADING))).toBe(
    `error src/main.ts cannot be loaded\n${transform}`,
  );
});

test('of a package that is not there, the text says how to install it', async () => {
  const message = "Cannot find package 'zod' imported from /app/src/main.ts";
  expect(await textOf(errorWith(`Error: ${message}${LOADING}`, message))).toBe(
    `error src/main.ts cannot be loaded\nError: ${message}\nInstall it: npm install zod`,
  );
});

test('an error of the program keeps the frames of the program and of its packages', async () => {
  const frames = '\n    at boot (/app/src/main.ts:3:7)\n    at get (/app/node_modules/pg/lib/index.js:1:1)';
  expect(await textOf(errorWith(`Error: no table${frames}${LOADING}`))).toBe(`Error: no table${frames}`);
});

test('an error of ours is its message with the link of its code', async () => {
  const error = new DocktopusError('engine.unreachable', { operation: 'connectDocker', reason: 'it is off' });
  expect(await textOf(error)).toMatch(/^connectDocker: it is off\nSee \S+errors\.md#engine\.unreachable$/);
});

test('what is thrown and is no error is printed as it is', async () => {
  expect(await textOf('stop')).toBe("'stop'");
});

test('a syntax error without a place is left to Node, which knows the place', async () => {
  const error = Object.assign(new SyntaxError("Unexpected token ';'"), {
    stack: `SyntaxError: Unexpected token ';'${LOADING}`,
  });
  expect(await textOf(error)).toBeUndefined();
});

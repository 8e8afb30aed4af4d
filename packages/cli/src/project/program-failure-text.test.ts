import { resolve } from 'node:path';
import { DocktopusError } from '@docktopus/core';
import { expect, test } from 'vitest';
import { programFailureText } from './program-failure-text.ts';

const textOf = (error: unknown, stacks = false) =>
  programFailureText(error, resolve('src/main.ts'), stacks).text;

function errorWith(stack: string, message = ''): Error {
  return Object.assign(new Error(message), { stack });
}

const LOADING = `
    at moduleResolve (node:internal/modules/esm/resolve:946:18)
    at resolveBase (file:///app/node_modules/tsx/dist/register-nyXW-TH3.mjs:2:10494)
    at Socket.emit (node:events:524:28)`;

test('an error without a frame of the program has kept it from being loaded', () => {
  const transform =
    'TransformError: Transform failed with 1 error:\n/app/src/main.ts:1:9: ERROR: Unexpected "="';
  expect(textOf(errorWith(transform + LOADING))).toBe(`error src/main.ts cannot be loaded\n${transform}`);
});

test('of a package that is not there, the text says how to install it', () => {
  const message = "Cannot find package 'zod' imported from /app/src/main.ts";
  const error = Object.assign(errorWith(`Error: ${message}${LOADING}`, message), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  expect(textOf(error)).toBe(
    `error src/main.ts cannot be loaded\nError: ${message}\nInstall it: npm install zod`,
  );
});

test('an error of the program keeps the frames of the program and of its packages', () => {
  const frames = '\n    at boot (/app/src/main.ts:3:7)\n    at get (/app/node_modules/pg/lib/index.js:1:1)';
  expect(textOf(errorWith(`Error: no table${frames}${LOADING}`))).toBe(
    `error src/main.ts failed\nError: no table${frames}`,
  );
});

test('an error of ours is its message with the link of its code', () => {
  const error = new DocktopusError('engine.unreachable', { operation: 'connectDocker', reason: 'it is off' });
  expect(textOf(error)).toMatch(
    /^error src\/main\.ts failed\nconnectDocker: it is off\nSee \S+errors\.md#engine\.unreachable$/,
  );
});

test('of a thrown value that is no error, the text says what to throw', () => {
  expect(textOf('stop')).toBe(
    "error src/main.ts threw 'stop'\nThrow an Error instead: it says where it comes from",
  );
});

test('a syntax error without a place is left to Node, which knows the place', () => {
  const error = Object.assign(new SyntaxError("Unexpected token ';'"), {
    stack: `SyntaxError: Unexpected token ';'${LOADING}`,
  });
  expect(programFailureText(error, resolve('src/main.ts'), false)).toEqual({
    text: 'error src/main.ts cannot be loaded',
    more: true,
  });
});

test('an error of Node without a frame of the program is no failure to load it', () => {
  const error = Object.assign(errorWith(`Error: connect ECONNREFUSED${LOADING}`), { code: 'ECONNREFUSED' });
  expect(textOf(error)).toBe('error src/main.ts failed\nError: connect ECONNREFUSED');
});

test('with all stacks, the frames of Node and of the loader are printed as well', () => {
  expect(textOf(errorWith(`Error: no table${LOADING}`), true)).toContain(
    '\n    at Socket.emit (node:events:524:28)',
  );
});

test('of a file that is not there, the text says to correct the import', () => {
  const message = "Cannot find module '/app/src/missing.ts' imported from /app/src/main.ts";
  const error = Object.assign(errorWith(`Error: ${message}${LOADING}`, message), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  expect(textOf(error)).toBe(
    `error src/main.ts cannot be loaded\nError: ${message}\nCorrect the path of the import: there is no such file`,
  );
});

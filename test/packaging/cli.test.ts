import { readFileSync, statSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, test } from 'vitest';
import { loadedAtOnce } from './loaded-at-once.ts';

test('publint has nothing to say about the command', async () => {
  const { messages, pkg } = await publint({ pkgDir: 'packages/cli', pack: false });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test('the built command can be executed', () => {
  const { bin } = JSON.parse(readFileSync('packages/cli/package.json', 'utf8'));
  const path = `packages/cli/${bin.docktopus}`;
  expect(readFileSync(path, 'utf8').split('\n', 1)[0]).toBe('#!/usr/bin/env node');
  expect(statSync(path).mode & 0o111).toBe(0o111);
});

test('--help and --version load none of our other packages', () => {
  const loaded = [...loadedAtOnce('packages/cli/dist/bundle/index.js')];
  expect(loaded).toContainEqual(expect.stringMatching(/chunk-\w+\.js$/));
  expect(loaded.filter((each) => each.startsWith('@docktopus/'))).toEqual([]);
});

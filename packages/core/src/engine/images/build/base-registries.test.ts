import { expect, test } from 'vitest';
import { baseRegistries } from './base-registries.ts';

test.each([
  ['FROM scratch', []],
  ['FROM busybox', ['docker.io']],
  ['from busybox:1.36 as base\nFROM base', ['docker.io']],
  ['FROM --platform=linux/amd64 localhost:5000/team/app:1', ['localhost:5000']],
  ['ARG BASE=x\nFROM $BASE\nFROM Upper', []],
  ['# FROM other.example/x\nFROM a.example/x\n  FROM a.example/y', ['a.example']],
])('%j: %j', (dockerfile, registries) => {
  expect(baseRegistries(dockerfile)).toEqual(registries);
});

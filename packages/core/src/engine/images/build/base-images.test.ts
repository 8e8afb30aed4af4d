import { expect, test } from 'vitest';
import { baseImages, registriesOf } from './base-images.ts';
import { readForBuild } from './build-needs.ts';

test.each<[string, Record<string, string>, string[]]>([
  ['FROM scratch', {}, []],
  ['FROM busybox', {}, ['docker.io']],
  ['from busybox:1.36 as base\nFROM base', {}, ['docker.io']],
  ['FROM --platform=linux/amd64 localhost:5000/team/app:1', {}, ['localhost:5000']],
  ['ARG BASE\nFROM $BASE\n', {}, []],
  ['ARG BASE=a.example/x\nFROM ${BASE}', {}, ['a.example']],
  ['ARG BASE=a.example/x\nFROM $BASE', { BASE: 'b.example/y:2' }, ['b.example']],
  ['ARG HOST=a.example\nARG BASE=$HOST/x\nFROM ${BASE}:1', {}, ['a.example']],
  ['FROM scratch\nCOPY --from=c.example/z /a /a', {}, ['c.example']],
  ['FROM scratch\nRUN --mount=type=bind,from=d.example/z true', {}, ['d.example']],
  ['# FROM other.example/x\nFROM a.example/x', {}, ['a.example']],
  ['FROM unused.example/x AS one\nFROM a.example/y', {}, ['a.example']],
  ['FROM a.example/x\nNONSENSE of a later version', {}, ['a.example']],
])('the registries of %j with %j are %j', (text, args, registries) => {
  expect(registriesOf(baseImages(text, readForBuild(text), { args }))).toEqual(registries);
});

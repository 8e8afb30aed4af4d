import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { Secret } from '../../secrets/index.ts';
import { specHash } from '../options/spec-hash.ts';
import { ContainerBuilder } from './container-builder.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined })).image('busybox:1.36');
const CANARY = 'c4n4ry-in-a-spec';
const secret = new Secret(CANARY);

const secretive: Readonly<Record<string, ContainerBuilder>> = {
  'an env value that is a Secret': box.env({ TOKEN: secret }),
  'an env value that reveals itself and shows its field': box.env({
    TOKEN: { reveal: () => CANARY, value: CANARY } as { reveal(): string },
  }),
  'a secret file made of a Secret': box.files({ target: '/token', content: secret, secret: true }),
  'a file made of a Secret': box.files({ target: '/token', content: secret }),
  'a secret file made of text': box.files({ target: '/token', content: CANARY, secret: true }),
  'a secret file made of bytes': box.files({ target: '/token', content: Buffer.from(CANARY), secret: true }),
};

test.each(Object.entries(secretive))('printing a spec with %s shows no secret', (_what, builder) => {
  const { spec } = builder;
  const everything = inspect({ spec, builder }, { depth: 20, showHidden: true, getters: true });
  const shown = `${everything}${JSON.stringify(spec)}${String(spec.env?.TOKEN)}`;
  expect(shown).not.toContain(CANARY);
  expect(shown).not.toContain(Buffer.from(CANARY).toString('base64'));
});

test('the engine gets the value of a Secret, and a hash does not depend on how it was given', async () => {
  const hidden = box.env({ TOKEN: secret }).files({ target: '/token', content: secret });
  const plain = box.env({ TOKEN: CANARY }).files({ target: '/token', content: CANARY });
  expect(hidden.toCreateOptions().Env).toEqual([`TOKEN=${CANARY}`]);
  expect(await specHash(hidden.spec)).toBe(await specHash(plain.spec));
});

test.each([
  ['an env value', box.env({ URL: `postgres://me:${secret}@db` }), 'env.URL'],
  ['an env entry', box.env([`TOKEN=${secret}`]), 'env[0]'],
  ['an argument', box.cmd(['run', `--token=${secret}`]), 'cmd[1]'],
  ['a label', box.labels({ token: `${secret}` }), 'labels.token'],
  ['a file', box.files({ target: '/x', content: `token = ${secret}` }), 'files[0].content'],
  ['a field of the create body', box.createOptions({ Domainname: `${secret}` }), 'createOptions.Domainname'],
])('a Secret in a template string as %s is refused', (_what, builder, path) => {
  expect(builder.issues.map(printIssue)).toEqual([
    `${path}: got a text with [secret] in it, expected one without, because a Secret in a template string shows itself like that; pass the Secret itself, or new Secret(…) with a text made of secret.reveal()`,
  ]);
});

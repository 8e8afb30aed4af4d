import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { maskSecrets, Secret } from './index.ts';

test('a secret in use is masked wherever it stands in a text', () => {
  const secret = new Secret('s3cr3t-of-this-test');
  expect(maskSecrets('a=s3cr3t-of-this-test b=s3cr3t-of-this-test')).toBe('a=[secret] b=[secret]');
  expect(secret.reveal()).toBe('s3cr3t-of-this-test');
});

test('each line of a secret of several lines is masked, and a secret within another one with it', () => {
  const key = 'BEGIN PRIVATE KEY\r\nAAAABBBB\nEND PRIVATE KEY';
  expect(maskSecrets('key: AAAABBBB', [key])).toBe('key: [secret]');
  expect(maskSecrets('token-of-admin', ['token', 'token-of-admin'])).toBe('[secret]');
});

test('a text that is too short to be found by more than chance is left', () => {
  expect(maskSecrets('port 80 of abc', ['80', 'abc', ''])).toBe('port 80 of abc');
});

test('a secret that holds data other than text masks nothing, and shows nothing', () => {
  const secret = new Secret({ user: 'me' });
  expect(maskSecrets('[object Object] me')).toBe('[object Object] me');
  expect([String(secret), JSON.stringify({ secret }), inspect({ secret })]).toEqual([
    '[secret]',
    '{"secret":"[secret]"}',
    '{ secret: [secret] }',
  ]);
});

import { expect, test } from 'vitest';
import { authSource, DOCKER_HUB, type DockerCliConfig } from './docker-cli-config.ts';

const basic = (text: string) => Buffer.from(text).toString('base64');
const nowhere = { from: 'nowhere' };

test.each<[string, DockerCliConfig, string, object]>([
  ['nothing there', {}, 'r:5000', nowhere],
  ['another registry', { auths: { other: { auth: basic('a:b') } } }, 'r:5000', nowhere],
  [
    'name and password',
    { auths: { 'r:5000': { auth: basic('me:pass:word') } } },
    'r:5000',
    { auth: { username: 'me', password: 'pass:word' } },
  ],
  [
    'padding of old versions',
    { auths: { r: { auth: basic('me:pw\0\0') } } },
    'r',
    { auth: { username: 'me', password: 'pw' } },
  ],
  [
    'separate fields',
    { auths: { r: { username: 'me', password: 'pw' } } },
    'r',
    { auth: { username: 'me', password: 'pw' } },
  ],
  [
    'Docker Hub',
    { auths: { [DOCKER_HUB]: { auth: basic('me:pw') } } },
    'docker.io',
    { auth: { username: 'me', serverAddress: DOCKER_HUB } },
  ],
  [
    'an address with scheme and path',
    { auths: { 'https://r:5000/v1/': { auth: basic('me:pw') } } },
    'r:5000',
    { auth: { username: 'me' } },
  ],
  ['an identity token', { auths: { r: { identitytoken: 'tok' } } }, 'r', { auth: { identityToken: 'tok' } }],
  ['an empty entry, as credential stores leave them', { auths: { r: {} } }, 'r', nowhere],
  ['broken base64', { auths: { r: { auth: '!!!' } } }, 'r', nowhere],
  [
    'a helper for one registry',
    { credHelpers: { r: 'ecr' }, credsStore: 'desktop' },
    'r',
    { from: 'helper', helper: 'ecr', address: 'r' },
  ],
  [
    'the store for all',
    { credHelpers: { o: 'ecr' }, credsStore: 'desktop' },
    'r',
    { from: 'helper', helper: 'desktop' },
  ],
  ['the store and Docker Hub', { credsStore: 'pass' }, 'docker.io', { from: 'helper', address: DOCKER_HUB }],
])('%s', (_name, config, registry, expected) => {
  expect(authSource(config, registry)).toMatchObject(expected);
});

import { expect, test } from 'vitest';
import { proxySettings, withProxies } from './proxy-settings.ts';

const SOCKET = 'unix:///var/run/docker.sock';

test.each<[string, unknown, object]>([
  ['nothing', {}, {}],
  ['no object', { proxies: 'http://p:1' }, {}],
  ['values that are no texts, or empty', { proxies: { default: { httpProxy: 1, noProxy: '' } } }, {}],
  ['unknown fields', { proxies: { default: { gopherProxy: 'x' } } }, {}],
  [
    'the default ones',
    {
      proxies: {
        default: { httpProxy: 'http://p:1', noProxy: 'localhost' },
        'tcp://other:1': { allProxy: 'x' },
      },
    },
    { HTTP_PROXY: 'http://p:1', http_proxy: 'http://p:1', NO_PROXY: 'localhost', no_proxy: 'localhost' },
  ],
  [
    "those of the engine's address, and none of the default ones then",
    { proxies: { default: { httpProxy: 'http://p:1' }, [SOCKET]: { httpsProxy: 'http://q:1' } } },
    { HTTPS_PROXY: 'http://q:1', https_proxy: 'http://q:1' },
  ],
  [
    'each kind',
    { proxies: { default: { ftpProxy: 'f', allProxy: 'a' } } },
    { FTP_PROXY: 'f', ftp_proxy: 'f', ALL_PROXY: 'a', all_proxy: 'a' },
  ],
  ['none for an address without any', { proxies: { default: { httpProxy: 'x' }, [SOCKET]: {} } }, {}],
])('the proxies of config.json: %s', (_, config, expected) => {
  expect(proxySettings(config, SOCKET)).toEqual(expected);
});

const PROXIES = { HTTP_PROXY: 'p', http_proxy: 'p' };

test.each<[string, readonly string[] | undefined, object, readonly string[] | undefined]>([
  ['is left as it is without proxies', ['A=1'], {}, ['A=1']],
  ['is left out without proxies', undefined, {}, undefined],
  ['gets both spellings', ['A=1'], PROXIES, ['A=1', 'HTTP_PROXY=p', 'http_proxy=p']],
  ['keeps what it sets, empty included', ['HTTP_PROXY='], PROXIES, ['HTTP_PROXY=', 'http_proxy=p']],
  ['keeps what it unsets', ['HTTP_PROXY', 'http_proxy'], PROXIES, ['HTTP_PROXY', 'http_proxy']],
])('an environment %s', (_, env, proxies, expected) => {
  expect(withProxies(env, proxies as Record<string, string>)).toEqual(expected);
});

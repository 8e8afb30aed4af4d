import { describe, expect, test } from 'vitest';
import { printEndpoint } from './endpoint.ts';
import type { EngineDiscovery } from './engine-discovery.ts';
import { type Place, placesToTry } from './places.ts';

const bare: EngineDiscovery = {
  env: {},
  home: '/home/me',
  uid: 1000,
  currentContext: undefined,
  context: undefined,
  tls: undefined,
};

function print(places: readonly Place[]): string[] {
  return places.map((place) =>
    'problem' in place
      ? `${place.source}: ${place.problem}`
      : `${place.source} ${printEndpoint(place.endpoint)}`,
  );
}

const remote = { name: 'remote', host: 'tcp://remote:2376', tls: { verify: true, ca: 'CA' } };

describe('what was said explicitly is the only place', () => {
  test.each<[string, string | undefined, Partial<EngineDiscovery>, string]>([
    ['the option', 'tcp://a:1', { env: { DOCKER_HOST: 'tcp://b:1' } }, 'option endpoint tcp://a:1'],
    [
      'DOCKER_HOST',
      undefined,
      { env: { DOCKER_HOST: 'tcp://b:1', DOCKER_CONTEXT: 'remote' } },
      'DOCKER_HOST tcp://b:1',
    ],
    [
      'DOCKER_CONTEXT',
      undefined,
      { env: { DOCKER_CONTEXT: 'remote' }, context: remote },
      'DOCKER_CONTEXT ("remote") tcp://remote:2376',
    ],
    [
      'currentContext',
      undefined,
      { currentContext: 'remote', context: remote },
      'currentContext of the Docker CLI ("remote") tcp://remote:2376',
    ],
    [
      'a context that is missing',
      undefined,
      {
        currentContext: 'gone',
        context: { name: 'gone', host: undefined, tls: undefined, problem: 'there is no such context' },
      },
      'currentContext of the Docker CLI ("gone"): there is no such context',
    ],
    [
      'a context without an engine',
      undefined,
      { currentContext: 'k8s', context: { name: 'k8s', host: undefined, tls: undefined } },
      'currentContext of the Docker CLI ("k8s"): it names no Docker host',
    ],
    [
      'a broken one',
      '',
      {},
      'option endpoint: "": it is empty; write unix:///path/to.sock, tcp://host:2375 or ssh://user@host',
    ],
  ])('%s', (_name, option, given, expected) => {
    expect(print(placesToTry(option, { ...bare, ...given }))).toEqual([expected]);
  });

  test('a password is not repeated in the reason', () => {
    const [line] = print(placesToTry('tcp://me:hunter2@host:1', bare));
    expect(line).toContain('credentials');
    expect(line).not.toContain('hunter2');
  });
});

describe('TLS', () => {
  const tls = { verify: true, ca: 'CA', cert: 'CERT', key: 'KEY' };

  test('comes from the environment for DOCKER_HOST', () => {
    const [place] = placesToTry(undefined, { ...bare, env: { DOCKER_HOST: 'tcp://h:2376' }, tls });
    expect(place).toMatchObject({ endpoint: { kind: 'tcp', tls } });
  });

  test("of the context is the context's", () => {
    const [place] = placesToTry(undefined, { ...bare, currentContext: 'remote', context: remote, tls });
    expect(place).toMatchObject({ endpoint: { tls: remote.tls } });
  });

  test('that cannot be read fails only a tcp endpoint', () => {
    const discovery = { ...bare, tls: 'the certificates cannot be read' };
    expect(print(placesToTry('tcp://h:1', discovery))).toEqual([
      'option endpoint: the certificates cannot be read',
    ]);
    expect(print(placesToTry('unix:///s', discovery))).toEqual(['option endpoint unix:///s']);
  });
});

describe('otherwise the usual sockets are tried in order', () => {
  const usual = (runtime: string) => [
    'default unix:///var/run/docker.sock',
    `rootless Docker unix://${runtime}/docker.sock`,
    'Docker Desktop unix:///home/me/.docker/run/docker.sock',
    'Docker Desktop unix:///home/me/.docker/desktop/docker.sock',
    'colima unix:///home/me/.colima/default/docker.sock',
    'colima unix:///home/me/.colima/docker.sock',
    `Podman unix://${runtime}/podman/podman.sock`,
    'Podman unix:///run/podman/podman.sock',
  ];

  test.each<[string, Partial<EngineDiscovery>, string[]]>([
    ['with nothing set', {}, usual('/run/user/1000')],
    ['with a runtime folder', { env: { XDG_RUNTIME_DIR: '/x' } }, usual('/x')],
    [
      'with the default context chosen',
      { env: { DOCKER_CONTEXT: 'default' }, currentContext: 'remote' },
      usual('/run/user/1000'),
    ],
    [
      'with an empty DOCKER_HOST',
      { env: { DOCKER_HOST: '' }, currentContext: 'default' },
      usual('/run/user/1000'),
    ],
    ['without users', { uid: undefined }, usual('/x').filter((line) => !line.includes('/x/'))],
  ])('%s', (_name, given, expected) => {
    expect(print(placesToTry(undefined, { ...bare, ...given }))).toEqual(expected);
  });
});

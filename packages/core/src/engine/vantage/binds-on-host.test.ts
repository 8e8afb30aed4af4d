import { expect, test } from 'vitest';
import type { CreateContainerBody } from '../model/create-container-body.ts';
import { bindsOnHost } from './binds-on-host.ts';
import type { Vantage } from './vantage.ts';

const about = { operation: 'container.create', subject: 'box' };

function dockerAt(vantage: Vantage) {
  const Mounts = [{ Type: 'bind', Source: '/srv/app', Destination: '/app', RW: true }];
  return {
    vantage: () => Promise.resolve(vantage),
    engine: { inspectContainer: () => Promise.resolve({ Id: vantage, Mounts }) },
  } as unknown as Parameters<typeof bindsOnHost>[0];
}

const inContainer = dockerAt({ at: 'container', id: 'c'.repeat(64) });

test('in a container, a bind names the path of the host that is mounted there', async () => {
  const body: CreateContainerBody = {
    HostConfig: {
      Binds: ['/app/data:/data:ro', 'cache:/cache', '/dev/kvm:/dev/kvm'],
      Mounts: [
        { Type: 'bind', Source: '/app/conf.yaml', Target: '/conf.yaml' },
        { Type: 'volume', Source: 'files', Target: '/files' },
      ],
      Memory: 1,
    },
  };
  expect(await bindsOnHost(inContainer, body, about)).toEqual({
    HostConfig: {
      Binds: ['/srv/app/data:/data:ro', 'cache:/cache', '/dev/kvm:/dev/kvm'],
      Mounts: [
        { Type: 'bind', Source: '/srv/app/conf.yaml', Target: '/conf.yaml' },
        { Type: 'volume', Source: 'files', Target: '/files' },
      ],
      Memory: 1,
    },
  });
});

test('paths that only the container has are refused, all of them at once', async () => {
  const body: CreateContainerBody = {
    HostConfig: {
      Binds: ['/data:/data'],
      Mounts: [{ Type: 'bind', Source: '/etc/app', Target: '/etc/app' }],
    },
  };
  await expect(bindsOnHost(inContainer, body, about)).rejects.toThrow(
    [
      'container.create box: 2 problems',
      '  binds: got "/data", expected a path that the container cccccccccccc has mounted, because this process runs in it, and the engine\'s host does not have its files; run it with a mount such as --volume /data:/data, or write the path of the host with createOptions()',
      '  mounts: got "/etc/app", expected a path that the container cccccccccccc has mounted, because this process runs in it, and the engine\'s host does not have its files; run it with a mount such as --volume /etc/app:/etc/app, or write the path of the host with createOptions()',
    ].join('\n'),
  );
});

test.each<Vantage>([{ at: 'host' }, { at: 'elsewhere', host: 'far' }])(
  '$at, a bind is sent as it is',
  async (vantage) => {
    const body: CreateContainerBody = { HostConfig: { Binds: ['/data:/data'] } };
    expect(await bindsOnHost(dockerAt(vantage), body, about)).toBe(body);
  },
);

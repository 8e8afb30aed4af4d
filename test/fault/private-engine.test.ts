import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connectDocker, type Docker } from '@docktopus/core';
import { privateEngineObstacle, startEngine } from '@docktopus/testing';
import { describe, expect, test } from 'vitest';
import { busyboxImage, engineEndpoint } from '../support/engine.ts';

const obstacle = privateEngineObstacle();
const bridge = () => readdirSync('/sys/class/net').includes('docker0');

async function sleeper(docker: Docker): Promise<string> {
  const Cmd = ['sh', '-c', 'trap exit TERM; sleep 600 & wait $!'];
  const { id } = await docker.engine.createContainer({
    Image: busyboxImage(),
    Cmd,
    HostConfig: { NetworkMode: 'host' },
  });
  await docker.engine.startContainer(id);
  return id;
}

describe.skipIf(obstacle !== undefined)(
  `an engine of a test's own ${obstacle ?? ''}`,
  { timeout: 120_000 },
  () => {
    test('is killed and started again with what it had, and no other engine notices', async () => {
      const before = bridge();
      await using engine = await startEngine({ images: [busyboxImage()], imagesFrom: engineEndpoint() });
      await using docker = await connectDocker({ endpoint: engine.endpoint });
      const id = await sleeper(docker);
      const { pid } = engine;
      await engine.kill();
      expect(engine.pid).toBeUndefined();
      await expect(docker.engine.ping()).rejects.toMatchObject({ code: 'engine.unreachable' });
      await engine.restart();
      expect(engine.pid).not.toBe(pid);
      await expect(docker.engine.inspectContainer(id)).resolves.toMatchObject({
        State: { Status: 'exited' },
      });
      await engine.stop();
      await engine.stop();
      expect(bridge()).toBe(before);
      expect(readdirSync('/tmp')).not.toContain(engine.endpoint.split('/').at(-2));
    });

    test('freezes and thaws', async () => {
      await using engine = await startEngine();
      await using docker = await connectDocker({ endpoint: engine.endpoint });
      await engine.pause();
      await expect(docker.engine.ping({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
      engine.resume();
      await docker.engine.ping();
    });

    test('has a disk that can be full', async () => {
      await using engine = await startEngine({ diskBytes: 1 << 20 });
      await using docker = await connectDocker({ endpoint: engine.endpoint });
      await expect(docker.volumes.ensure('too-much')).resolves.toBeDefined();
      const { Mountpoint } = await docker.volumes.inspect('too-much');
      expect(() => writeFileSync(`${Mountpoint}/large`, Buffer.alloc(2 << 20))).toThrow('ENOSPC');
    });

    test('whose owner was killed is removed by the next one', async () => {
      const orphan = '/tmp/docktopus-engine-orphan';
      mkdirSync(orphan, { recursive: true });
      writeFileSync(`${orphan}/owner`, `${process.pid} 1`);
      await using _engine = await startEngine();
      expect(readdirSync('/tmp')).not.toContain('docktopus-engine-orphan');
    });
  },
);

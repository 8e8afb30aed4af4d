import { Container } from '@docktopus/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwnPodman, startPodman } from '../support/podman.ts';
import { podmanObstacle } from '../support/podman-service.ts';

const obstacle = podmanObstacle();
let podman: OwnPodman;

beforeAll(async () => {
  if (obstacle === undefined) podman = await startPodman();
}, 120_000);

afterAll(() => podman?.[Symbol.asyncDispose](), 120_000);

// Podman 4.3 sends the head of a followed log with its first line: no deadline may run for it.
test('a container that says nothing for long can be followed', async (context) => {
  if (obstacle !== undefined) context.skip(obstacle);
  const { docker, image } = podman;
  const { id } = await docker.engine.createContainer({
    Image: image,
    Cmd: ['sh', '-c', 'sleep 3; echo late'],
  });
  try {
    await docker.engine.startContainer(id);
    const lines: string[] = [];
    for await (const { data } of await docker.engine.containerLogs(id, { follow: true, timeoutMs: 1_000 })) {
      lines.push(data.toString());
    }
    expect(lines.join('')).toBe('late\n');
    await expect(docker.engine.containerLogs('nope', { follow: true })).rejects.toMatchObject({
      code: 'container.not-found',
    });
  } finally {
    await docker.engine.removeContainer(id, { force: true });
  }
});

// Podman closes the connection with the input unread, which resets it: now and then before we have seen the end.
test('a command that does not read its input still ends', { timeout: 60_000 }, async (context) => {
  if (obstacle !== undefined) context.skip(obstacle);
  const { docker, image } = podman;
  const box = await Container.builder(docker, image)
    .cmd(['sleep', '60'])
    .networks('none')
    .pull('never')
    .create();
  try {
    await box.start();
    for (let round = 0; round < 5; round += 1) {
      const result = await box.exec(['sh', '-c', 'echo said; exit 5'], { stdin: Buffer.alloc(4 << 20) });
      expect(result.exitCode).toBe(5);
      // It can also lose the output on its own way there, for any client, and then says so.
      if (!/read unixpacket .*reset by peer/.test(result.stderr)) expect(result.stdout).toBe('said\n');
    }
  } finally {
    await box.remove({ force: true });
  }
});

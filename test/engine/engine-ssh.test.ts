import { connectDocker, type Docker, isDocktopusError, until } from '@docktopus/core';
import { statusHub } from '@docktopus/core/kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { OwnSshd, sshdObstacle } from '../support/own-sshd.ts';
import { usesEverything } from '../support/uses-everything.ts';

const obstacle = sshdObstacle();
if (obstacle !== undefined) console.warn(`engine-ssh: skipped, ${obstacle}`);

describe.skipIf(obstacle !== undefined)('over a real sshd', () => {
  let sshd: OwnSshd;
  let boxes: Boxes;

  beforeAll(async () => {
    boxes = await Boxes.connect();
  });
  beforeEach(async () => {
    sshd = await OwnSshd.start();
    vi.stubEnv('PATH', sshd.path);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    try {
      // Whatever a test did: once its client is closed, no ssh is left.
      await expect.poll(() => sshd.clients(), { timeout: 5_000 }).toEqual([]);
    } finally {
      await sshd[Symbol.asyncDispose]();
    }
  });
  afterAll(() => boxes?.[Symbol.asyncDispose]());

  async function running(script?: string): Promise<string> {
    const box = await boxes.box(script).create();
    await box.start();
    return box.id ?? '';
  }

  test('everything works', async () => {
    await using docker = await connectDocker({ endpoint: sshd.endpoint });
    expect(docker.endpoint).toBe(sshd.endpoint);
    await usesEverything(docker, await running());
  });

  test('a log is followed to its end', async () => {
    await using docker = await connectDocker({ endpoint: sshd.endpoint });
    const id = await running('for i in 1 2 3; do echo $i; sleep 0.2; done');
    let text = '';
    for await (const { data } of await docker.engine.containerLogs(id, { follow: true })) text += data;
    expect(text).toBe('1\n2\n3\n');
  });

  test('many calls at once are not too many for an sshd as it comes', async () => {
    await using docker = await connectDocker({ endpoint: sshd.endpoint });
    const id = await running();
    const look = async () => (await docker.engine.inspectContainer(id)).Id;
    const run = async (text: string) => {
      const exec = await docker.engine.createExec(id, { Cmd: ['echo', '-n', text], AttachStdout: true });
      let said = '';
      for await (const { data } of (await docker.engine.startExec(exec.id)).output) said += data;
      return said;
    };
    const numbers = Array.from({ length: 12 }, (_, i) => String(i));
    const [looked, ran] = await Promise.all([
      Promise.all(numbers.map(look)),
      Promise.all(numbers.slice(0, 4).map(run)),
    ]);
    expect(new Set(looked)).toEqual(new Set([id]));
    expect(ran).toEqual(numbers.slice(0, 4));
  });

  test('an unknown key fails with the reason that ssh gives, and says what to do', async () => {
    await sshd.changeClientKey();
    await expect(connectDocker({ endpoint: sshd.endpoint })).rejects.toSatisfy(
      (error) =>
        isDocktopusError(error, 'engine.unreachable') &&
        /Permission denied \(publickey\)/.test(error.message) &&
        /keys/.test(error.hint ?? ''),
    );
  });

  test('a host that is not known: ssh’s own reason, and what to do', async () => {
    await sshd.forgetHost();
    await expect(connectDocker({ endpoint: sshd.endpoint })).rejects.toSatisfy(
      (error) =>
        isDocktopusError(error, 'engine.unreachable') &&
        /Host key verification failed/.test(error.message) &&
        /known_hosts/.test(error.hint ?? ''),
    );
  });

  test('a closed port fails with the reason that ssh gives, and says what to do', async () => {
    await sshd.kill();
    await expect(connectDocker({ endpoint: sshd.endpoint })).rejects.toSatisfy(
      (error) =>
        isDocktopusError(error, 'engine.unreachable') &&
        /Connection refused/.test(error.message) &&
        /sshd/.test(error.hint ?? ''),
    );
  });

  test('an sshd that is killed: the status says so, and recovers when it is back', async () => {
    await using docker = await connectDocker({ endpoint: sshd.endpoint });
    const id = await running();
    const hub = statusHub(docker);
    const watching = hub.watch(id);
    const seen = watching.subscribe();
    const wait = (condition: Parameters<typeof until>[1]) =>
      until(watching, condition, { timeoutMs: 20_000 });
    await wait(({ status, stale }) => status === 'running' && !stale);
    await sshd.kill();
    await wait(({ stale }) => stale);
    await boxes.docker.engine.killContainer(id);
    await sshd.resume();
    expect(await wait(({ status, stale }) => status === 'exited' && !stale)).toMatchObject({ exitCode: 137 });
    seen.unsubscribe();
    await worksAgain(docker);
  });

  async function worksAgain(docker: Docker): Promise<void> {
    await docker.engine.ping();
  }
});

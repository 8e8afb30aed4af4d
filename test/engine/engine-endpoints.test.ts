import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connectDocker, isDocktopusError } from '@docktopus/core';
import { FaultProxy } from '@docktopus/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { engineEndpoint } from '../support/engine.ts';
import { TlsEngine } from '../support/tls-engine.ts';
import { usesEverything } from '../support/uses-everything.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'endpoints-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const unreachable = (error: unknown) => isDocktopusError(error, 'engine.unreachable');

describe.each(['unix', 'tcp'] as const)('over %s', (listen) => {
  test('everything works', async () => {
    await using boxes = await Boxes.connect();
    await using proxy = await FaultProxy.start(engineEndpoint(), { listen });
    await using docker = await connectDocker({ endpoint: proxy.endpoint });
    const box = await boxes.box().create();
    await box.start();
    await usesEverything(docker, box.id ?? '');
  });
});

describe('over TLS', () => {
  test('everything works with the certificates of the environment', async () => {
    await using boxes = await Boxes.connect();
    await using engine = await TlsEngine.start();
    const env = {
      DOCKER_HOST: engine.endpoint,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: engine.certificates,
    };
    await using docker = await connectDocker({ env });
    expect(docker.endpoint).toBe(engine.endpoint);
    const box = await boxes.box().create();
    await box.start();
    await usesEverything(docker, box.id ?? '');
  });

  test('an engine with a certificate of somebody else is refused', async () => {
    await using engine = await TlsEngine.start();
    await using stranger = await TlsEngine.start();
    const env = {
      DOCKER_HOST: engine.endpoint,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: stranger.certificates,
    };
    await expect(connectDocker({ env })).rejects.toSatisfy(
      (error) => unreachable(error) && /TLS failed/.test((error as Error).message),
    );
  });

  test('a client without a certificate is refused', async () => {
    await using engine = await TlsEngine.start();
    await rm(join(engine.certificates, 'cert.pem'));
    await rm(join(engine.certificates, 'key.pem'));
    const env = {
      DOCKER_HOST: engine.endpoint,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: engine.certificates,
    };
    await expect(connectDocker({ env })).rejects.toSatisfy(unreachable);
  });

  test('a context of the Docker CLI brings its certificates', async () => {
    await using engine = await TlsEngine.start();
    const digest = createHash('sha256').update('remote').digest('hex');
    const write = async (path: string, content: string) => {
      const file = join(folder, path);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, content);
    };
    const meta = { Name: 'remote', Endpoints: { docker: { Host: engine.endpoint } } };
    await write('config.json', JSON.stringify({ currentContext: 'remote' }));
    await write(`contexts/meta/${digest}/meta.json`, JSON.stringify(meta));
    for (const name of ['ca.pem', 'cert.pem', 'key.pem']) {
      const pem = await readFile(join(engine.certificates, name), 'utf8');
      await write(`contexts/tls/${digest}/docker/${name}`, pem);
    }
    await using docker = await connectDocker({ env: { DOCKER_CONFIG: folder } });
    expect(docker.endpoint).toBe(engine.endpoint);
    await docker.engine.ping();
  });
});

describe('over ssh', () => {
  /** An `ssh` on the PATH that runs what it is told on this machine, where `docker system dial-stdio` is a socket. */
  async function fakeSsh(script: string): Promise<void> {
    const socket = engineEndpoint().replace('unix://', '');
    const dial = `
      const socket = require('node:net').connect({ path: ${JSON.stringify(socket)}, allowHalfOpen: true });
      process.stdin.pipe(socket).pipe(process.stdout);
    `;
    await writeFile(join(folder, 'dial.cjs'), dial);
    await writeFile(join(folder, 'docker'), `#!/bin/sh\nexec ${process.execPath} ${folder}/dial.cjs\n`);
    await writeFile(join(folder, 'ssh'), `#!/bin/sh\n${script}\n`);
    for (const name of ['docker', 'ssh']) await chmod(join(folder, name), 0o755);
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
  }

  test('everything works through the ssh of the system', async () => {
    await using boxes = await Boxes.connect();
    const log = join(folder, 'arguments');
    await fakeSsh(`echo "$@" >> ${log}; while [ "$1" != -- ]; do shift; done; shift 2; exec "$@"`);
    await using docker = await connectDocker({ endpoint: 'ssh://me@engine.example:2222' });
    const box = await boxes.box().create();
    await box.start();
    await usesEverything(docker, box.id ?? '');
    expect((await readFile(log, 'utf8')).split('\n')[0]).toBe(
      '-o ConnectTimeout=30 -T -l me -p 2222 -- engine.example docker system dial-stdio',
    );
  });

  test('the output of ssh is the reason of the error', async () => {
    // It takes no input any more before it says why: the request meets a broken pipe first.
    await fakeSsh(
      'exec 0<&-; sleep 0.2; echo "me@engine.example: Permission denied (publickey)." >&2; exit 255',
    );
    await expect(connectDocker({ endpoint: 'ssh://engine.example' })).rejects.toSatisfy(
      (error) => unreachable(error) && (error as Error).message.includes('Permission denied (publickey)'),
    );
  });

  test('an ssh that hangs ends at the deadline', async () => {
    await fakeSsh('exec sleep 60');
    await expect(connectDocker({ endpoint: 'ssh://engine.example', timeoutMs: 300 })).rejects.toSatisfy(
      (error) => isDocktopusError(error, 'timeout'),
    );
  });

  test('a machine without ssh', async () => {
    vi.stubEnv('PATH', folder);
    await expect(connectDocker({ endpoint: 'ssh://engine.example' })).rejects.toSatisfy(unreachable);
  });
});

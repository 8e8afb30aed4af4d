import { Container, type Docker, type ReadyCondition, ready } from '@docktopus/core';
import { delay } from '@docktopus/core/kit';
import { GenericContainer } from 'testcontainers';
import { dockerCli } from '../harness/docker-cli.ts';
import { IMAGE } from '../harness/engine-socket.ts';
import { LABELS } from '../harness/own-containers.ts';
import type { RawEngine } from '../harness/raw-engine.ts';
import { firstAnswer } from './first-answer.ts';

/** One way to have a server in a container on `port` of this machine. */
export interface Way {
  readonly name: string;
  /** Resolves once it is ready, with what stops and removes it. */
  start(command: string, port: number): Promise<() => Promise<unknown>>;
}

/** The floor: knows at once. */
function rawWay(raw: RawEngine): Way {
  return {
    name: 'engine API with node:http, connect each ms',
    async start(command, port) {
      const { Id } = await raw.json<{ Id: string }>('POST', '/containers/create', {
        Image: IMAGE,
        Cmd: ['sh', '-c', command],
        Labels: LABELS,
        ExposedPorts: { '80/tcp': {} },
        HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] } },
      });
      await raw.call('POST', `/containers/${Id}/start`);
      await firstAnswer(port);
      return async () => {
        await raw.call('POST', `/containers/${Id}/stop?t=0`);
        await raw.call('DELETE', `/containers/${Id}`);
      };
    },
  };
}

function oursWay(docker: Docker, name: string, condition: ReadyCondition): Way {
  return {
    name,
    async start(command, port) {
      const container = Container.builder(docker, IMAGE)
        .cmd(['sh', '-c', command])
        .labels(LABELS)
        .ports({ '80/tcp': { hostIp: '127.0.0.1', hostPort: port } })
        .stopTimeout(0)
        .pull('never')
        .strict('off')
        .readyWhen(condition)
        .slot();
      await container.start();
      return async () => {
        await container.stop();
        await container.remove();
      };
    },
  };
}

/** Its default: the port here and, by a process in the container, there, each 100 ms. */
const testcontainersWay: Way = {
  name: 'testcontainers, its default wait',
  async start(command, port) {
    const container = await new GenericContainer(IMAGE)
      .withCommand(['sh', '-c', command])
      .withLabels(LABELS)
      .withExposedPorts({ container: 80, host: port })
      .start();
    return () => container.stop();
  },
};

/** No server takes this long: something is broken. */
const GIVEN_UP_MS = 60_000;

/** As in many a script. */
const cliWay: Way = {
  name: 'docker CLI, fetch each 100 ms',
  async start(command, port) {
    const label = Object.entries(LABELS).map(([key, value]) => `--label=${key}=${value}`);
    const publish = `--publish=127.0.0.1:${port}:80`;
    const id = await dockerCli.run('run', '--detach', ...label, publish, IMAGE, 'sh', '-c', command);
    const end = AbortSignal.timeout(GIVEN_UP_MS);
    while (!(await answers(port, end))) await delay(100, end);
    return async () => {
      await dockerCli.run('stop', '--time', '0', id);
      await dockerCli.run('rm', id);
    };
  },
};

async function answers(port: number, signal: AbortSignal): Promise<boolean> {
  try {
    await (await fetch(`http://127.0.0.1:${port}/`, { signal })).arrayBuffer();
    return true;
  } catch {
    // Refused or dropped: not yet.
    return false;
  }
}

export function ways(raw: RawEngine, docker: Docker): readonly Way[] {
  return [
    rawWay(raw),
    oursWay(docker, 'docktopus, ready.port', ready.port(80)),
    oursWay(docker, 'docktopus, ready.http', ready.http(80, '/', { status: 404 })),
    testcontainersWay,
    ...(dockerCli.missing ? [] : [cliWay]),
  ];
}

import 'reflect-metadata';
import { Container, connectDocker } from '@docktopus/core';
import { compare } from '../harness/compare.ts';
import { dockerCli } from '../harness/docker-cli.ts';
import { engineSocket, IMAGE } from '../harness/engine-socket.ts';
import { figureRows } from '../harness/figure-rows.ts';
import { LABELS, removeOwn } from '../harness/own-containers.ts';
import { report } from '../harness/report.ts';
import { rounds } from '../harness/rounds.ts';
import { execContenders } from './contenders.ts';

/** The round trip of a command in a container that runs. */
const docker = await connectDocker({ endpoint: `unix://${engineSocket()}` });
try {
  const container = Container.builder(docker, IMAGE)
    .cmd(['sleep', '3600'])
    .labels(LABELS)
    .networks('none')
    .pull('never')
    .strict('off')
    .slot();
  await container.start();
  const figures = await compare(execContenders(container), { rounds: rounds(50) });
  report('exec', figureRows(figures), { rounds: figures[0]?.rounds, ...dockerCli.notes });
} finally {
  await removeOwn();
  await docker.close();
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Queue, Worker } from 'bullmq';
import Dockerode from 'dockerode';
import { engineSocket } from '../harness/engine-socket.ts';
import { dockerodeCycle } from '../lifecycle/contenders.ts';
import type { Launch } from './service.ts';
import { CONCURRENCY } from './services.ts';

/** The parts that one would otherwise put together. */
export const bullService: Launch = async (ended) => {
  const connection = {
    host: '127.0.0.1',
    port: Number(process.env.LOAD_REDIS_PORT),
    maxRetriesPerRequest: null,
  };
  const docker = new Dockerode({ socketPath: engineSocket() });
  const queue = new Queue<{ number: number }>('load', {
    connection,
    defaultJobOptions: { removeOnComplete: { count: 10_000 } },
  });
  const worker = new Worker<{ number: number }>(
    'load',
    async ({ data }) => {
      await dockerodeCycle(docker);
      ended(data.number);
    },
    { connection, concurrency: CONCURRENCY },
  );
  await worker.waitUntilReady();
  const accept = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { id } = await queue.add('work', JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
  };
  const server = createServer((request, response) => void accept(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      await worker.close();
      await queue.close();
    },
  };
};

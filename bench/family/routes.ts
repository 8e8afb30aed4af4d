import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DockerContext } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { ProxyServer } from 'httpxy';
import { type Contender, compare, type Figures } from '../harness/compare.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import type { Row } from '../harness/table.ts';
import { heapInUse } from '../status/heap.ts';

const BODY_BYTES = isSmoke() ? 8 << 20 : 1 << 30;
const CHUNK = Buffer.alloc(1 << 16);
const HOST = 'acme.preview.example';

/** A server in this process stands for the container: what is measured is the way to it. */
async function setup() {
  const engine = new FakeEngine();
  engine.image('web:1', async (process) => {
    process.onSignal('SIGTERM', () => process.exit(0));
    const inner = createServer((call, answer) => {
      if (call.url !== '/big') return void answer.end('hello');
      let left = BODY_BYTES;
      const more = () => {
        while (left > 0) {
          left -= CHUNK.length;
          if (!answer.write(CHUNK)) return void answer.once('drain', more);
        }
        answer.end();
      };
      more();
    });
    await process.listen(8080, (socket) => inner.emit('connection', socket));
    await process.forever();
  });
  const ctx = await DockerContext.connect({
    transport: engine,
    cleanup: 'none',
    config: { name: 'bench', strict: 'off', shutdownGraceMs: 0, progress: 'off' },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  const family = ctx.family<string>('site', () => ctx.container('web:1').ports(8080), { idle: 'never' });
  const router = family.router({
    host: '*.preview.example',
    port: 8080,
    authorise: ({ slug }) => ({ key: slug }),
  });
  const box = await family.use('acme');
  const { host, port } = await box.port(8080);
  const agent = new Agent({ keepAlive: true });
  const bare = new ProxyServer({ xfwd: false });
  const servers = {
    router: createServer(router.request),
    httpxy: createServer(
      (call, answer) => void bare.web(call, answer, { target: `http://${host}:${port}`, agent }),
    ),
  };
  for (const server of Object.values(servers)) await once(server.listen(0, '127.0.0.1'), 'listening');
  const portOf = (server: Server) => (server.address() as AddressInfo).port;
  return {
    ports: { direct: port, httpxy: portOf(servers.httpxy), router: portOf(servers.router) },
    async [Symbol.asyncDispose]() {
      for (const server of Object.values(servers)) {
        server.closeAllConnections();
        server.close();
      }
      agent.destroy();
      await ctx.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

/** One request after the other over a connection that stays open, directly, through the bare proxy, and through the router. */
export async function routeFigures(): Promise<readonly Figures[]> {
  await using at = await setup();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (port: number) => {
    const asked = request({ port, agent, headers: { host: HOST } }).end();
    const [answer] = await once(asked, 'response');
    answer.resume();
    await once(answer, 'end');
  };
  const contender = (name: string, port: number): Contender => ({
    name,
    round: async () => {
      await ask(port);
      return undefined;
    },
  });
  const figures = await compare(
    [
      contender('direct', at.ports.direct),
      contender('httpxy alone', at.ports.httpxy),
      contender('router', at.ports.router),
    ],
    { rounds: rounds(2_000, 3), warmup: isSmoke() ? 0 : 200 },
  );
  agent.destroy();
  return figures;
}

/** A body of a gigabyte: how fast it comes, and how much memory the whole process takes meanwhile. */
export async function bodyRows(): Promise<readonly Row[]> {
  await using at = await setup();
  const rows: Row[] = [];
  for (const [contender, port] of Object.entries(at.ports)) {
    await heapInUse();
    const before = process.memoryUsage.rss();
    let peak = before;
    let bytes = 0;
    const begun = performance.now();
    const [answer] = await once(
      request({ port, path: '/big', headers: { host: HOST }, agent: false }).end(),
      'response',
    );
    for await (const chunk of answer) {
      bytes += chunk.length;
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    if (bytes !== BODY_BYTES) throw new Error(`${contender}: ${bytes} of ${BODY_BYTES} bytes came`);
    const seconds = (performance.now() - begun) / 1_000;
    rows.push({
      contender,
      'MiB/s': bytes / seconds / 2 ** 20,
      'more memory at the peak, MiB': (peak - before) / 2 ** 20,
    });
  }
  return rows;
}

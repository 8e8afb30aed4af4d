import { type Container, DockerContext } from '@docktopus/core';
import {
  type DashboardOptions,
  type DashboardSource,
  engineSource,
  serveDashboard,
} from '@docktopus/dashboard';
import { FakeEngine, type FakeProgram } from '@docktopus/testing';
import { JobList } from './job-list.ts';

export interface ShopOptions extends DashboardOptions {
  /** @default 50 */
  readonly containers?: number;
  /** @default 1000 */
  readonly jobs?: number;
}

const KINDS = ['web', 'worker', 'cache', 'db', 'mail'] as const;

/** Says hello, and serves until it is told to end. */
const serving: FakeProgram = async ({ stdout, onSignal, exit, forever }) => {
  onSignal('SIGTERM', () => exit(0));
  stdout('\u001b[32minfo\u001b[0m listening on port 80\n');
  await forever();
};

/** Serves, and has answered some requests already. */
const answering: FakeProgram = async (process) => {
  for (const path of ['/', '/cart', '/orders/17', '/orders/18', '/health']) {
    process.stdout(`\u001b[36mdebug\u001b[0m GET ${path} took 3 ms\n`);
  }
  process.stderr('\u001b[33mwarn\u001b[0m the cache is cold\n');
  await serving(process);
};

const failing: FakeProgram = ({ stderr }) => {
  stderr('\u001b[31merror\u001b[0m cannot open the volume\n');
  return 3;
};

/** Writes as many lines as `LINES` says, in bursts of ten thousand, and serves on. */
const flooding: FakeProgram = async (process) => {
  const count = Number(process.env.LINES);
  for (let i = 1; i <= count; i += 1) {
    process.stdout(`line ${i} of a flood\n`);
    if (i % 10_000 === 0) await process.sleep(50);
  }
  await serving(process);
};

/** A dashboard that has something to show in every view, over an engine in memory. */
export async function openShop({ containers = 50, jobs = 1_000, ...options }: ShopOptions = {}) {
  const engine = new FakeEngine({ ports: 'none' });
  for (const kind of KINDS) engine.image(`shop/${kind}:1.4`, serving);
  engine.image('shop/web:1.4', answering).image('shop/broken:1', failing).image('shop/flood:1', flooding);
  const connect = (name: string) =>
    DockerContext.connect({
      transport: engine,
      cleanup: 'none',
      config: { name, strict: 'off', progress: 'off' },
      configSources: { args: false, env: false, envFile: false, file: false },
    });
  const shop = await connect('shop');
  const boxes = await Promise.all(Array.from({ length: containers }, (_, i) => startBox(shop, i)));
  const list = new JobList(jobs);
  const server = await serveDashboard(withMore(engineSource(shop.docker, { title: 'shop' }), list), options);
  return {
    engine,
    shop,
    boxes,
    server,
    connect,
    async [Symbol.asyncDispose]() {
      await server.close();
      await shop.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

async function startBox(shop: DockerContext, i: number): Promise<Container> {
  const kind = KINDS[i % KINDS.length] ?? 'web';
  const image = i % 17 === 3 ? 'shop/broken:1' : `shop/${kind}:1.4`;
  const box = await shop
    .container(image)
    .name(`${kind}-${Math.floor(i / KINDS.length) + 1}`)
    .limits({ memory: '128m' })
    .ports([`127.0.0.1:${20_000 + i}:80/tcp`])
    .create();
  if (i % 13 !== 5) await box.start({ until: 'started' }).catch((e) => console.log(String(e)));
  if (i % 22 === 7) await box.pause();
  return box;
}

/** Beside the containers: a plan, a family and jobs, as a running blueprint tells of them. */
function withMore(source: DashboardSource, list: JobList): DashboardSource {
  let showCounts: () => void = () => undefined;
  const set = async (id: string, state: 'cancelled' | 'queued') => {
    list.set(id, state);
    showCounts();
  };
  return {
    ...source,
    jobs: list.jobs,
    actions: {
      ...source.actions,
      job: { cancel: (id) => set(id, 'cancelled'), redrive: (id) => set(id, 'queued') },
    },
    open: async (board, signal) => {
      await source.open(board, signal);
      showCounts = () => board.put('jobs', 'shop', list.counts('shop'));
      showCounts();
      board.put('plan', 'shop', {
        blueprint: 'shop',
        at: '2026-11-28T09:00:00Z',
        dryRun: false,
        steps: [
          {
            id: 'net',
            op: 'create',
            resource: 'network shop-net',
            cause: 'there is none of this name',
            after: [],
            state: 'done',
          },
          {
            id: 'db',
            op: 'adopt',
            resource: 'container db',
            cause: 'same spec',
            after: ['net'],
            state: 'done',
          },
          {
            id: 'cache',
            op: 'replace',
            resource: 'container cache',
            cause: 'limits.memory 256m → 512m',
            after: ['net'],
            state: 'done',
          },
          {
            id: 'wait',
            op: 'wait',
            resource: 'container db',
            cause: 'until ready',
            after: ['db'],
            state: 'running',
          },
          {
            id: 'web',
            op: 'create',
            resource: 'container web',
            cause: 'there is none of this name',
            after: ['wait', 'cache'],
            state: 'waiting',
          },
        ],
      });
      for (let i = 0; i < 12; i += 1) {
        board.put('member', JSON.stringify(['shop', 'tenants', `tenant-${i}`]), {
          family: 'tenants',
          blueprint: 'shop',
          key: `tenant-${i}`,
          state: i % 3 === 0 ? 'stopped' : 'running',
          generation: 1 + (i % 4),
          holds: i % 4 === 1 ? ['POST /ask for 2s'] : [],
          ...(i % 3 !== 0 &&
            i % 4 !== 1 && { idleAt: new Date(Date.now() + 60_000 * (i + 1)).toISOString() }),
          ...(i % 3 === 0 && { cause: 'idle' }),
        });
      }
    },
  };
}

import { expect, test } from 'vitest';
import { DocktopusError } from '../../errors/index.ts';
import type { ContainerInspect } from '../model/container-inspect.ts';
import { type AskedEngine, findVantage } from './find-vantage.ts';
import type { ProcessRecords } from './process-records.ts';

const OURS = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

interface Known {
  readonly layer?: string;
  readonly running?: boolean;
  readonly mode?: string;
}

/** An engine that knows these containers, and what it was asked. */
function engineWith(known: Readonly<Record<string, Known>>, endpoint = 'unix:///var/run/docker.sock') {
  const asked: string[] = [];
  const engine: AskedEngine = {
    endpoint,
    engine: {
      inspectContainer: (id) => {
        asked.push('inspect');
        const [found] = Object.keys(known).filter((each) => each.startsWith(id));
        const { layer, running = true } = known[found ?? ''] ?? {};
        if (found === undefined)
          return Promise.reject(new DocktopusError('container.not-found', { operation: 'x', reason: 'y' }));
        const GraphDriver = { Data: layer === undefined ? null : { UpperDir: `/layers/${layer}/diff` } };
        return Promise.resolve({
          Id: found,
          State: { Running: running },
          GraphDriver,
        } as unknown as ContainerInspect);
      },
      listContainers: () => {
        asked.push('list');
        const entries = Object.entries(known).map(([Id, { mode }]) => ({
          Id,
          HostConfig: { NetworkMode: mode },
        }));
        return Promise.resolve(entries as never);
      },
    },
    networks: {
      list: () => {
        asked.push('networks');
        return Promise.resolve([{ IPAM: { Config: [{ Gateway: '172.17.0.1' }] } }] as never);
      },
    },
  };
  return { engine, asked };
}

const records = (given: Partial<ProcessRecords>): ProcessRecords => ({
  cgroup: '',
  mountinfo: '',
  hostname: 'app',
  addresses: new Set(),
  ...given,
});
const cgroupOf = (id: string) => `0::/docker/${id}\n`;
const rootOn = (layer: string) => `79 50 0:39 / / rw - overlay overlay rw,upperdir=/layers/${layer}/diff`;

test('on a host, the engine is asked nothing', async () => {
  const { engine, asked } = engineWith({});
  expect(await findVantage(engine, records({ cgroup: '0::/user.slice\n' }))).toEqual({ at: 'host' });
  expect(asked).toEqual([]);
});

test.each<[string, Readonly<Record<string, Known>>, Partial<ProcessRecords>]>([
  ['its cgroup', { [OURS]: {} }, { cgroup: cgroupOf(OURS) }],
  ['its host name', { [OURS]: {} }, { hostname: OURS.slice(0, 12) }],
  [
    'its cgroup, which its layer confirms',
    { [OURS]: { layer: 'l1' } },
    { cgroup: cgroupOf(OURS), mountinfo: rootOn('l1') },
  ],
  [
    'its layer, when its files are those of the container whose network it uses',
    { [OTHER]: { layer: 'l2' }, [OURS]: { layer: 'l1', mode: `container:${OTHER}` } },
    { mountinfo: `${rootOn('l1')}\n1 1 0:1 /containers/${OTHER}/hosts /etc/hosts rw - ext4 x rw` },
  ],
])('a process knows its container by %s', async (_, known, given) => {
  const { engine } = engineWith(known);
  expect(await findVantage(engine, records(given))).toEqual({ at: 'container', id: OURS });
});

test('a container in a container that the engine knows is not that one', async () => {
  const { engine } = engineWith({ [OTHER]: { layer: 'outer' } });
  const nested = records({ cgroup: cgroupOf(`${OTHER}/docker/${OURS}`), mountinfo: rootOn('inner') });
  expect(await findVantage(engine, nested)).toEqual({ at: 'elsewhere', host: undefined });
});

test('a container that does not run is not ours', async () => {
  const { engine } = engineWith({ [OURS]: { running: false } });
  expect(await findVantage(engine, records({ hostname: OURS.slice(0, 12) }))).toEqual({ at: 'host' });
});

test.each([
  ['tcp://build.example:2376', 'build.example'],
  ['tcp://[fd00::1]:2376', 'fd00::1'],
  ['ssh://me@far', 'far'],
])('an engine at %s is elsewhere', async (endpoint, host) => {
  const { engine } = engineWith({}, endpoint);
  expect(await findVantage(engine, records({}))).toEqual({ at: 'elsewhere', host });
  expect(await findVantage(engine, records({ cgroup: cgroupOf(OURS) }))).toEqual({ at: 'elsewhere', host });
});

test('a container is found through a proxy of its engine', async () => {
  const { engine } = engineWith({ [OURS]: {} }, 'tcp://socket-proxy:2375');
  expect(await findVantage(engine, records({ cgroup: cgroupOf(OURS) }))).toEqual({
    at: 'container',
    id: OURS,
  });
});

test.each([
  'tcp://127.0.0.1:2375',
  'tcp://localhost:2375',
  'ssh://core@127.0.0.1:50022',
  'tcp://10.0.0.7:2375',
  'tcp://[fd00::7]:2376',
  'tcp://build-1:2376',
])('an engine at %s is on this host', async (endpoint) => {
  const here = records({ hostname: 'build-1', addresses: new Set(['10.0.0.7', 'fd00::7']) });
  expect(await findVantage(engineWith({}, endpoint).engine, here)).toEqual({ at: 'host' });
});

test('beside an engine in the same pod, ports are at the loopback', async () => {
  const { engine } = engineWith({});
  const here = records({ cgroup: cgroupOf(OURS), addresses: new Set(['10.2.0.4', '172.17.0.1']) });
  expect(await findVantage(engine, here)).toEqual({ at: 'host' });
});

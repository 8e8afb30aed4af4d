import type { FakeContainers } from '../containers/fake-containers.ts';
import type { FakeHost } from '../containers/fake-host.ts';
import { parseFilters } from '../http/query.ts';
import { json, stream, text } from '../http/reply.ts';
import type { RouteTable } from '../http/route-table.ts';

export const FAKE_VERSION = '1.0.0';
export const API_VERSION = '1.41';

const eventFilters = [
  'config',
  'container',
  'daemon',
  'event',
  'image',
  'label',
  'network',
  'node',
  'plugin',
  'scope',
  'secret',
  'service',
  'type',
  'volume',
];

/** The calls about the engine itself. */
export function systemRoutes({ clock, events, images }: FakeHost, containers: FakeContainers) {
  return {
    ping: ['GET HEAD', '/_ping', ({ request }) => text(200, request.method === 'HEAD' ? '' : 'OK')],
    version: [
      'GET',
      '/version',
      () =>
        json(200, {
          Platform: { Name: 'Docktopus fake engine' },
          Components: [{ Name: 'Engine', Version: FAKE_VERSION, Details: { ApiVersion: API_VERSION } }],
          Version: FAKE_VERSION,
          ApiVersion: API_VERSION,
          MinAPIVersion: '1.12',
          GitCommit: '',
          GoVersion: '',
          Os: 'linux',
          Arch: 'amd64',
          KernelVersion: '',
          BuildTime: '',
        }),
    ],
    info: [
      'GET',
      '/info',
      () => {
        const count = (...statuses: string[]) =>
          containers.all.filter(({ state }) => statuses.includes(state.status)).length;
        return json(200, {
          ID: 'FAKE',
          Containers: containers.all.length,
          ContainersRunning: count('running'),
          ContainersPaused: count('paused'),
          ContainersStopped: count('created', 'exited', 'dead'),
          Images: images.all.length,
          Driver: 'fake',
          OSType: 'linux',
          Architecture: 'x86_64',
          NCPU: 1,
          MemTotal: 1_073_741_824,
          Name: 'fake',
          ServerVersion: FAKE_VERSION,
          SystemTime: new Date(clock.now()).toISOString(),
          Warnings: [],
        });
      },
    ],
    watchEvents: [
      'GET',
      '/events',
      ({ query }) => {
        const filters = parseFilters(query, eventFilters);
        return stream(
          events.open({ since: query.get('since'), until: query.get('until'), filters }),
          'application/json',
        );
      },
    ],
  } satisfies RouteTable;
}

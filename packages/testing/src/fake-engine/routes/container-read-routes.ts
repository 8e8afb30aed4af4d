import { PassThrough } from 'node:stream';
import { commandOf } from '../containers/container-plan.ts';
import type { FakeContainer } from '../containers/fake-container.ts';
import type { FakeContainers } from '../containers/fake-containers.ts';
import type { FakeHost } from '../containers/fake-host.ts';
import { inspectView } from '../containers/inspect-view.ts';
import { listEntry, matchesList, parseListFilters } from '../containers/list-view.ts';
import type { OutputQuery } from '../containers/output-log.ts';
import { statsView } from '../containers/stats-view.ts';
import { badRequest } from '../http/engine-failure.ts';
import { isTrue } from '../http/query.ts';
import { json, stream } from '../http/reply.ts';
import type { RouteCall, RouteTable } from '../http/route-table.ts';

/** The calls that only look at containers. */
export function containerReadRoutes(containers: FakeContainers, host: FakeHost) {
  const get = ({ params }: RouteCall) => containers.get(params[0] ?? '');
  return {
    listContainers: [
      'GET',
      '/containers/json',
      ({ query }) => {
        const filters = parseListFilters(query);
        const all = isTrue(query, 'all') || filters.has('status') || filters.has('exited');
        const found = containers.all.filter((one) => (all || one.running) && matchesList(one, filters));
        const limit = Number(query.get('limit') ?? 0);
        return json(
          200,
          (limit > 0 ? found.slice(0, limit) : found).map((one) => listEntry(one, host)),
        );
      },
    ],
    inspectContainer: ['GET', '/containers/{id}/json', (call) => json(200, inspectView(get(call), host))],
    containerLogs: [
      'GET',
      '/containers/{id}/logs',
      (call) => {
        const container = get(call);
        const query = outputQuery(call.query, container.plan.config.Tty);
        if (!query.stdout && !query.stderr)
          throw badRequest('Bad parameters: you must choose at least one stream');
        return stream(container.output.open(query, container.running));
      },
    ],
    containerStats: ['GET', '/containers/{id}/stats', (call) => stats(get(call), call.query, host)],
    containerTop: [
      'GET',
      '/containers/{id}/top',
      (call) => {
        const container = get(call);
        container.refuseUnlessUp();
        const command = commandOf(container.plan).join(' ');
        return json(200, { Titles: ['PID', 'CMD'], Processes: [[String(container.state.pid), command]] });
      },
    ],
  } satisfies RouteTable;
}

function outputQuery(query: URLSearchParams, tty: boolean): OutputQuery {
  const tail = query.get('tail');
  return {
    stdout: isTrue(query, 'stdout'),
    stderr: isTrue(query, 'stderr'),
    follow: isTrue(query, 'follow'),
    tail: tail !== null && /^\d+$/.test(tail) ? Number(tail) : undefined,
    since: moment(query.get('since')),
    until: moment(query.get('until')),
    timestamps: isTrue(query, 'timestamps'),
    tty,
  };
}

/** Nanoseconds of `'1700000000'` or `'1700000000.123456789'`; 0 means none. */
function moment(value: string | null): bigint | undefined {
  const match = /^(\d+)(?:\.(\d{1,9}))?$/.exec(value ?? '');
  if (match?.[1] === undefined) return undefined;
  const nano = BigInt(match[1]) * 1_000_000_000n + BigInt((match[2] ?? '').padEnd(9, '0'));
  return nano === 0n ? undefined : nano;
}

/** One sample at once, and one each second when it streams, until the container is gone. */
function stats(container: FakeContainer, query: URLSearchParams, host: FakeHost) {
  if (query.has('stream') && !isTrue(query, 'stream')) return json(200, statsView(container, host));
  const body = new PassThrough();
  const sample = () => {
    if (body.destroyed) return;
    body.write(`${JSON.stringify(statsView(container, host))}\n`);
    next = host.clock.after(1000, sample);
  };
  let next = host.clock.after(0, sample);
  body.once('close', () => next.cancel());
  void container.removed.next().then(() => body.end());
  return stream(body, 'application/json');
}

import type { FakeContainer } from '../containers/fake-container.ts';
import type { FakeContainers } from '../containers/fake-containers.ts';
import { HijackedStream } from '../containers/hijacked-stream.ts';
import { conflict } from '../http/engine-failure.ts';
import { isTrue } from '../http/query.ts';
import { empty, type Reply, upgraded } from '../http/reply.ts';
import type { RouteCall, RouteTable } from '../http/route-table.ts';

/** The calls that connect to a container's own process. */
export function attachRoutes(containers: FakeContainers) {
  const get = ({ params }: RouteCall) => containers.get(params[0] ?? '');
  return {
    attachContainer: ['POST', '/containers/{id}/attach', (call) => attach(get(call), call)],
    resizeContainer: [
      'POST',
      '/containers/{id}/resize',
      (call) => {
        get(call).refuseUnlessUp();
        return empty(200);
      },
    ],
  } satisfies RouteTable;
}

function attach(container: FakeContainer, { params, query }: RouteCall): Reply {
  if (container.state.status === 'paused') {
    throw conflict(`Container ${params[0]} is paused, unpause the container before attach.`);
  }
  if (container.state.status === 'restarting') {
    throw conflict(`Container ${params[0]} is restarting, wait for the container to restart before attach.`);
  }
  const { Tty, OpenStdin, StdinOnce } = container.plan.config;
  container.tell('attach');
  const takesInput = isTrue(query, 'stdin') && OpenStdin;
  const connection = new HijackedStream(Tty, () => (takesInput ? container.process?.stdin : undefined));
  const wanted = (stream: 'stdout' | 'stderr') => isTrue(query, stream);
  if (isTrue(query, 'logs')) {
    for (const { stream, data } of container.output.lines) if (wanted(stream)) connection.print(stream, data);
  }
  if (!isTrue(query, 'stream')) {
    connection.finish();
    return upgraded(connection);
  }
  const detach = container.output.attach(
    (stream, data) => {
      if (wanted(stream)) connection.print(stream, data);
    },
    () => connection.finish(),
  );
  const forget = container.starting.each(() => connection.flush());
  connection.once('close', () => {
    detach();
    forget();
    // As there: with `StdinOnce` the input ends with its one writer.
    if (takesInput && StdinOnce) container.process?.stdin.end();
  });
  return upgraded(connection);
}

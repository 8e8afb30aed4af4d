import type { Docker } from '@docktopus/core';

/** How long each of these calls may take. */
export interface Time {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A call about the container (or network, volume, image) `id`, which resolves when all of its answer has been read. */
export type EngineCall = (docker: Docker, id: string, time: Time) => Promise<unknown>;

async function drained(flow: Promise<AsyncIterable<unknown>>): Promise<number> {
  let count = 0;
  for await (const _ of await flow) count += 1;
  return count;
}

/** Calls that change nothing. */
export const reads: Readonly<Record<string, EngineCall>> = {
  ping: ({ engine }, _id, time) => engine.ping(time),
  version: ({ engine }, _id, time) => engine.version(time),
  inspectContainer: ({ engine }, id, time) => engine.inspectContainer(id, time),
  listContainers: ({ engine }, _id, time) => engine.listContainers(time),
  containerLogs: ({ engine }, id, time) => drained(engine.containerLogs(id, time)),
  containerStats: ({ engine }, id, time) => drained(engine.containerStats(id, { ...time, stream: false })),
  getArchive: ({ engine }, id, time) => drained(engine.getArchive(id, '/bin', time)),
  'images.inspect': ({ images }, _id, time) => images.inspect('docktopus/busybox:1.35', time),
  'images.list': ({ images }, _id, time) => images.list(time),
  'images.save': ({ images }, _id, time) => drained(images.save(['docktopus/busybox:1.35'], time)),
  'networks.inspect': ({ networks }, _id, time) => networks.inspect('bridge', time),
  'networks.list': ({ networks }, _id, time) => networks.list(time),
  'volumes.list': ({ volumes }, _id, time) => volumes.list(time),
};

/** Calls that change something, or take a connection over; harmless when the engine never hears of them. */
export const changes: Readonly<Record<string, EngineCall>> = {
  createContainer: ({ engine }, _id, time) =>
    engine.createContainer({ Image: 'docktopus/busybox:1.35' }, time),
  startContainer: ({ engine }, id, time) => engine.startContainer(id, time),
  killContainer: ({ engine }, id, time) => engine.killContainer(id, time),
  pauseContainer: ({ engine }, id, time) => engine.pauseContainer(id, time),
  unpauseContainer: ({ engine }, id, time) => engine.unpauseContainer(id, time),
  renameContainer: ({ engine }, id, time) => engine.renameContainer(id, 'other', time),
  removeContainer: ({ engine }, id, time) => engine.removeContainer(id, time),
  updateContainer: ({ engine }, id, time) => engine.updateContainer(id, { CpuShares: 2 }, time),
  waitContainer: ({ engine }, id, time) => engine.waitContainer(id, time),
  attachContainer: ({ engine }, id, time) => engine.attachContainer(id, time),
  createExec: ({ engine }, id, time) => engine.createExec(id, { Cmd: ['true'] }, time),
  startExec: ({ engine }, id, time) => engine.startExec(id, time),
  inspectExec: ({ engine }, id, time) => engine.inspectExec(id, time),
  resizeExec: ({ engine }, id, time) => engine.resizeExec(id, { rows: 2, columns: 2 }, time),
  putArchive: ({ engine }, id, time) => engine.putArchive(id, '/', Buffer.alloc(1024), time),
  watchEvents: ({ engine }, _id, time) => engine.watchEvents(() => undefined, time),
  'images.pull': ({ images }, _id, time) => images.pull('localhost:1/nope:1', time),
  'images.push': ({ images }, _id, time) => images.push('localhost:1/nope:1', time),
  'images.tag': ({ images }, _id, time) => images.tag('docktopus/busybox:1.35', 'nope:1', time),
  'images.remove': ({ images }, _id, time) => images.remove('nope:1', time),
  'images.load': ({ images }, _id, time) => images.load(Buffer.alloc(1024), time),
  'networks.create': ({ networks }, _id, time) => networks.create('nope', time),
  'networks.ensure': ({ networks }, _id, time) => networks.ensure('nope', time),
  'networks.connect': ({ networks }, id, time) => networks.connect('nope', id, time),
  'networks.disconnect': ({ networks }, id, time) => networks.disconnect('nope', id, time),
  'networks.remove': ({ networks }, _id, time) => networks.remove('nope', time),
  'volumes.ensure': ({ volumes }, _id, time) => volumes.ensure('nope', time),
  'volumes.inspect': ({ volumes }, _id, time) => volumes.inspect('nope', time),
  'volumes.remove': ({ volumes }, _id, time) => volumes.remove('nope', time),
};

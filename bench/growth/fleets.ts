import { type Container, DockerContext } from '@docktopus/core';
import { engineSocket, IMAGE } from '../harness/engine-socket.ts';
import { LABELS, RUN } from '../harness/own-containers.ts';
import { RawEngine } from '../harness/raw-engine.ts';

/** Containers that are made, looked at and disposed of together. */
export interface Fleet {
  create(): Promise<void>;
  /** Of the one that was created as `place`. */
  status(place: number): Promise<void>;
  /** All that there is, and what belongs to it. */
  dispose(): Promise<void>;
}

const CMD = ['true'];
/** As many as a context removes at a time. */
const AT_ONCE = 8;

/** The floor: one call each. */
export async function rawFleet(): Promise<Fleet> {
  const raw = new RawEngine();
  const ids: string[] = [];
  const body = { Image: IMAGE, Cmd: CMD, Labels: LABELS, HostConfig: { NetworkMode: 'none' } };
  return {
    async create() {
      ids.push((await raw.json<{ Id: string }>('POST', '/containers/create', body)).Id);
    },
    async status(place) {
      await raw.json('GET', `/containers/${ids[place]}/json`);
    },
    async dispose() {
      const worker = async () => {
        for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
          await raw.call('DELETE', `/containers/${id}?force=true&v=true`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      raw.close();
    },
  };
}

/** Containers of a context, which disposes of them when it closes. */
export async function contextFleet(): Promise<Fleet> {
  const ctx = await DockerContext.connect({
    endpoint: `unix://${engineSocket()}`,
    cleanup: 'sweep',
    config: { name: RUN, strict: 'off', shutdownGraceMs: 0 },
    configSources: { args: false, env: false, envFile: false, file: false },
  });
  const box = ctx.container(IMAGE).cmd(CMD).labels(LABELS).networks('none').pull('never');
  const containers: Container[] = [];
  return {
    async create() {
      containers.push(await box.create());
    },
    async status(place) {
      const status = await containers[place]?.status();
      if (status !== 'created') throw new Error(`container ${place} is ${status}`);
    },
    dispose: () => ctx.close(),
  };
}

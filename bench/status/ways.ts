import type { Docker } from '@docktopus/core';
import { StatusHub } from '@docktopus/core/kit';
import type { RawEngine } from '../harness/raw-engine.ts';

/** One way to know the status of containers. */
export interface Way {
  readonly name: string;
  /** Resolves once it knows them all; then says `onEnd` for each that has ended. */
  watch(ids: readonly string[], onEnd: (id: string) => void): Promise<() => Promise<void>>;
}

const POLL_MS = 1_000;

/** Ours: one event stream, and an inspect where something may have changed. */
export function hubWay(docker: Docker): Way {
  return {
    name: 'status hub',
    watch: async (ids, onEnd) => {
      const hub = new StatusHub(docker.engine);
      const known = new Set<string>();
      await new Promise<void>((resolve) => {
        for (const id of ids) {
          hub.watch(id).subscribe(({ status }) => {
            known.add(id);
            if (known.size === ids.length) resolve();
            if (status === 'exited') onEnd(id);
          });
        }
      });
      return async () => hub.close();
    },
  };
}

/** The floor of latency: the event itself, from which nothing can be known but that it came. */
export function rawEventsWay(engine: RawEngine): Way {
  return {
    name: 'raw events',
    watch: (_, onEnd) => followEvents(engine, { type: ['container'], event: ['die'] }, onEnd),
  };
}

/** The floor of what can be known: the event, and the inspect that it makes worth sending. */
export function inspectAtEventWay(engine: RawEngine): Way {
  return {
    name: 'raw event, then inspect',
    watch: (_, onEnd) =>
      followEvents(engine, { type: ['container'], event: ['die'] }, (id) => {
        void engine.call('GET', `/containers/${id}/json`).then(() => onEnd(id));
      }),
  };
}

export function streamsWay(engine: RawEngine): Way {
  return {
    name: 'one stream each',
    watch: async (ids, onEnd) => {
      const stops = await Promise.all(
        ids.map((id) => followEvents(engine, { container: [id], event: ['die'] }, onEnd)),
      );
      return async () => {
        for (const stop of stops) await stop();
      };
    },
  };
}

export function listWay(engine: RawEngine): Way {
  return {
    name: 'list each second',
    watch: (ids, onEnd) =>
      poll(async () => {
        const listed = await engine.json<readonly { Id: string; State: string }[]>(
          'GET',
          '/containers/json?all=true',
        );
        const wanted = new Set(ids);
        return listed.filter(({ Id, State }) => wanted.has(Id) && State === 'exited').map(({ Id }) => Id);
      }, onEnd),
  };
}

export function inspectWay(engine: RawEngine): Way {
  return {
    name: 'inspect each second',
    watch: (ids, onEnd) =>
      poll(async () => {
        const inspects = ids.map((id) =>
          engine.json<{ Id: string; State: { Status: string } }>('GET', `/containers/${id}/json`),
        );
        const all = await Promise.all(inspects);
        return all.filter(({ State }) => State.Status === 'exited').map(({ Id }) => Id);
      }, onEnd),
  };
}

async function followEvents(
  engine: RawEngine,
  filters: object,
  onEnd: (id: string) => void,
): Promise<() => Promise<void>> {
  const answer = await engine.open('GET', `/events?filters=${encodeURIComponent(JSON.stringify(filters))}`);
  let rest = '';
  answer.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines)
      if (line !== '') onEnd((JSON.parse(line) as { Actor: { ID: string } }).Actor.ID);
  });
  answer.on('error', () => undefined);
  return async () => {
    answer.destroy();
  };
}

async function poll(
  ended: () => Promise<readonly string[]>,
  onEnd: (id: string) => void,
): Promise<() => Promise<void>> {
  let going = true;
  await ended();
  const loop = async () => {
    while (going) {
      const began = performance.now();
      for (const id of await ended()) onEnd(id);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, POLL_MS - (performance.now() - began))));
    }
  };
  const done = loop();
  return async () => {
    going = false;
    await done;
  };
}

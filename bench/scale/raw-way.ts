import { RawEngine } from '../harness/raw-engine.ts';
import type { Launch } from './way.ts';

const FILTERS = encodeURIComponent(JSON.stringify({ type: ['container'], event: ['die'] }));

/** The engine's list, its events, and an inspect at each end: the least that knows what has happened. */
export const rawWay: Launch = async (_, onEnd) => {
  const engine = new RawEngine();
  const known = new Map<string, string>();
  const answer = await engine.open('GET', `/events?filters=${FILTERS}`);
  let rest = '';
  answer.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { id } = JSON.parse(line) as { id: string };
      void engine.json<Inspected>('GET', `/containers/${id}/json`).then(({ State }) => {
        known.set(id, State.Status);
        if (State.Status === 'exited') onEnd(id);
      });
    }
  });
  return {
    grow: async () => {
      const listed = await engine.json<readonly Listed[]>('GET', '/containers/json');
      for (const { Id, State } of listed) known.set(Id, State);
      return listed.map(({ Id }) => Id);
    },
    close: async () => {
      answer.destroy();
      engine.close();
    },
  };
};

interface Listed {
  readonly Id: string;
  readonly State: string;
}

interface Inspected {
  readonly State: { readonly Status: string };
}

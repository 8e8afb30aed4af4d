import Dockerode from 'dockerode';
import { engineSocket } from '../harness/engine-socket.ts';
import type { Launch } from './way.ts';

/** The same with dockerode. */
export const dockerodeWay: Launch = async (_, onEnd) => {
  const docker = new Dockerode({ socketPath: engineSocket() });
  const known = new Map<string, string>();
  const events = await docker.getEvents({ filters: { type: ['container'], event: ['die'] } });
  events.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString('utf8').split('\n').filter(Boolean)) {
      const { id } = JSON.parse(line) as { id: string };
      void docker
        .getContainer(id)
        .inspect()
        .then(({ State }) => {
          known.set(id, State.Status);
          if (State.Status === 'exited') onEnd(id);
        });
    }
  });
  return {
    grow: async () => {
      const listed = await docker.listContainers();
      for (const { Id, State } of listed) known.set(Id, State);
      return listed.map(({ Id }) => Id);
    },
    close: async () => (events as unknown as { destroy(): void }).destroy(),
  };
};

import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Knows from outside when a port is answered first. */
export interface Observer {
  /** By the clock of the machine. */
  watch(port: number): Promise<number>;
  close(): void;
}

export async function observer(): Promise<Observer> {
  const child = fork(new URL('./watcher.ts', import.meta.url));
  await once(child, 'message');
  return {
    async watch(port) {
      child.send(port);
      const [at] = (await once(child, 'message')) as [number];
      return at;
    },
    close: () => void child.kill(),
  };
}

import { connect, type Socket } from 'node:net';

const PACE_MS = 1;
/** What hangs must not hold up what comes after it, nor fill the server's queue: busybox keeps nine, and the rest wait a second. */
const AT_ONCE = 4;

/** A clock that is the same in every process of this machine, in milliseconds. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * When the first connection to `port` of this machine was answered: tried each millisecond, with nothing in between.
 *
 * That it was accepted says little: the engine's proxy accepts on a published port before anybody listens behind it.
 */
export function firstAnswer(port: number): Promise<number> {
  return new Promise((resolve) => {
    const open = new Set<Socket>();
    const pace = setInterval(() => {
      if (open.size < AT_ONCE) attempt();
    }, PACE_MS);
    const attempt = () => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.0\r\n\r\n'));
      open.add(socket);
      socket.on('data', () => {
        resolve(clock());
        clearInterval(pace);
        for (const each of open) each.destroy();
      });
      // Refused or dropped: not yet.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    };
  });
}

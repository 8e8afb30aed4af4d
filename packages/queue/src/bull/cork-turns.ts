import type { Redis } from 'ioredis';

/** So many commands are handed over at most, so that the server works while more are made. */
const MOST = 100;

/**
 * Hands all commands of one turn of the event loop to the system at once. ioredis writes each by itself, which costs as
 * much as the rest of a command; its own pipelines would fail as a whole when the connection is cut.
 */
export function corkTurns(redis: Redis): Redis {
  const send = redis.sendCommand.bind(redis);
  let corked: Redis['stream'] | undefined;
  let count = 0;
  const uncork = () => {
    corked?.uncork();
    corked = undefined;
    count = 0;
  };
  redis.sendCommand = (command, stream) => {
    if (count === MOST) uncork();
    const socket = redis.stream as Redis['stream'] | undefined;
    if (corked === undefined && socket?.writable) {
      corked = socket;
      socket.cork();
      process.nextTick(uncork);
    }
    count += 1;
    return send(command, stream);
  };
  return redis;
}

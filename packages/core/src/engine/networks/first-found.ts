import { anySignal, type CallOptions, delay } from '../../scope/index.ts';
import type { Engine } from '../engine.ts';
import type { NetworkInspect } from './networks.ts';

const REPLAY_MS = 1_000;

/**
 * The one of several networks of one name that could be found first, by the order of the engine's events.
 *
 * Every caller has to come to the same one. The time of creation is no such order: the engine takes it when it
 * begins, and the network that was begun first may be there last, when another one has been handed out.
 */
export async function firstFound(
  engine: Pick<Engine, 'watchEvents'>,
  networks: readonly NetworkInspect[],
  options: CallOptions,
): Promise<NetworkInspect | undefined> {
  const byAge = [...networks].sort((a, b) => createdMs(a) - createdMs(b) || (a.Id < b.Id ? -1 : 1));
  const order = await orderOfCreation(engine, byAge, options);
  const place = ({ Id }: NetworkInspect) => (order.includes(Id) ? order.indexOf(Id) : order.length);
  return byAge.sort((a, b) => place(a) - place(b))[0];
}

/** The ids in the order in which their creation was told of; what the engine no longer tells of is left out. */
async function orderOfCreation(
  engine: Pick<Engine, 'watchEvents'>,
  [eldest, ...others]: readonly NetworkInspect[],
  options: CallOptions,
): Promise<readonly string[]> {
  if (eldest === undefined) return [];
  const awaited = new Set([eldest, ...others].map(({ Id }) => Id));
  const order: string[] = [];
  const done = new AbortController();
  const signal = anySignal(done.signal, options.signal);
  using subscription = await engine.watchEvents(
    ({ id }) => {
      if (awaited.delete(id)) order.push(id);
      if (awaited.size === 0) done.abort();
    },
    {
      filters: { type: ['network'], event: ['create'] },
      since: String(Math.floor(createdMs(eldest) / 1_000) - 1),
      ...options,
    },
  );
  // Told of all of them, or the engine has no more to tell: what is known counts.
  await Promise.race([subscription.ended, delay(REPLAY_MS, signal)]).catch(() => undefined);
  options.signal?.throwIfAborted();
  return order;
}

function createdMs({ Created }: NetworkInspect): number {
  return Date.parse(Created ?? '') || 0;
}

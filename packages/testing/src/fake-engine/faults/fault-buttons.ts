import { PassThrough, type Readable } from 'node:stream';
import { withResolvers } from '@docktopus/core/kit';
import type { FakeClock } from '../fake-clock.ts';
import { EngineFailure } from '../http/engine-failure.ts';
import type { Reply } from '../http/reply.ts';
import type { Fault, FaultOptions } from './fault.ts';

type Effect =
  | { readonly kind: 'hang'; readonly released: Promise<void> }
  | { readonly kind: 'fail'; readonly status: number; readonly message: string }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'slow'; readonly ms: number };

interface ActiveFault {
  readonly operation: string;
  readonly effect: Effect;
  left: number;
  hits: number;
}

/** Every operation, in place of the name of one. */
const EVERY = '*';

/** The faults that are in, and what they do to a request. */
export class FaultButtons {
  readonly #clock: FakeClock;
  #active: ActiveFault[] = [];

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  hang(operation: string, options: FaultOptions): Fault {
    const { promise: released, resolve: release } = withResolvers();
    return this.#add(operation, { kind: 'hang', released }, options, release);
  }

  fail(operation: string, status: number, message: string, options: FaultOptions): Fault {
    return this.#add(operation, { kind: 'fail', status, message }, options);
  }

  cut(operation: string, afterBytes: number, options: FaultOptions): Fault {
    return this.#add(operation, { kind: 'cut', afterBytes }, options);
  }

  slow(ms: number, operation: string, options: FaultOptions): Fault {
    return this.#add(operation, { kind: 'slow', ms }, options);
  }

  /** Takes out everything. */
  clear(): void {
    this.#active = [];
  }

  /** What happens before a request is answered. */
  async before(operation: string): Promise<(reply: Reply) => Reply> {
    let after = (reply: Reply) => reply;
    for (const fault of this.#matching(operation)) {
      const { effect } = fault;
      if (effect.kind === 'hang') await effect.released;
      else if (effect.kind === 'slow')
        await new Promise<void>((resolve) => this.#clock.after(effect.ms, resolve));
      else if (effect.kind === 'fail') throw new EngineFailure(effect.status, effect.message);
      else after = (reply) => cutReply(reply, effect.afterBytes);
    }
    return after;
  }

  #matching(operation: string): ActiveFault[] {
    const found = this.#active.filter((fault) => fault.operation === operation || fault.operation === EVERY);
    for (const fault of found) {
      fault.left -= 1;
      fault.hits += 1;
    }
    this.#active = this.#active.filter(({ left }) => left > 0);
    return found;
  }

  #add(
    operation: string,
    effect: Effect,
    { times = Number.POSITIVE_INFINITY }: FaultOptions,
    undone: () => void = () => undefined,
  ): Fault {
    const active: ActiveFault = { operation, effect, left: times, hits: 0 };
    this.#active = [...this.#active, active];
    const undo = () => {
      this.#active = this.#active.filter((fault) => fault !== active);
      undone();
    };
    return {
      get hits() {
        return active.hits;
      },
      undo,
      [Symbol.dispose]: undo,
    };
  }
}

/** The same answer, its connection lost after so many bytes of the body. */
function cutReply(reply: Reply, afterBytes: number): Reply {
  const body = new PassThrough();
  let left = afterBytes;
  const source: Readable = reply.body;
  const cut = () => {
    body.destroy(connectionReset());
    source.destroy();
  };
  source.on('data', (chunk: Buffer) => {
    body.write(chunk.subarray(0, left));
    left -= chunk.length;
    // What was sent before the cut still arrives.
    if (left <= 0) setImmediate(cut);
  });
  source.once('end', cut);
  source.once('error', (error) => body.destroy(error));
  if (afterBytes === 0) setImmediate(cut);
  return { ...reply, body };
}

/** What Node says when the other side drops a connection. */
export function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read', errno: -104 });
}

export function connectionRefused(endpoint: string): Error {
  const details = { code: 'ECONNREFUSED', syscall: 'connect', errno: -111 };
  return Object.assign(new Error(`connect ECONNREFUSED ${endpoint}`), details);
}

import { connect as connectSocket } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How a connection turned out. */
export type Contact =
  /** Accepted, and still open after the time it was given, or data came. */
  | 'held'
  /** Accepted, and ended at once without a byte. */
  | 'dropped'
  /** Somebody is there, and does not listen. */
  | 'refused'
  /** No way there, or no answer. */
  | 'unreachable';

export interface ContactOptions {
  readonly signal: AbortSignal;
  /** How long an accepted connection is held to see whether it lasts; `0` takes the acceptance for the answer. */
  readonly holdMs: number;
  /** @default 1_000 */
  readonly timeoutMs?: number;
}

/** Connects and sees whether the connection lasts. Never rejects; an abort is `unreachable`. */
export function contact(address: Address, options: ContactOptions): Promise<Contact> {
  const { signal, holdMs, timeoutMs = 1_000 } = options;
  return new Promise((resolve) => {
    const socket = connectSocket({ host: address.host, port: address.port });
    let accepted = false;
    const settle = (contact: Contact) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(contact);
    };
    const onAbort = () => settle('unreachable');
    let timer = setTimeout(() => settle('unreachable'), timeoutMs);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('connect', () => {
      accepted = true;
      clearTimeout(timer);
      if (holdMs === 0) settle('held');
      else timer = setTimeout(() => settle('held'), holdMs);
    });
    socket.on('data', () => settle('held'));
    socket.on('end', () => settle('dropped'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A reset can overtake the acceptance.
      if (accepted || error.code === 'ECONNRESET') settle('dropped');
      else settle(error.code === 'ECONNREFUSED' ? 'refused' : 'unreachable');
    });
  });
}

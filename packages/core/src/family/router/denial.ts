import { isDocktopusError } from '../../errors/index.ts';

/** An answer that the router gives itself. It says nothing that a stranger could learn from. */
export interface Denial {
  readonly status: 401 | 403 | 404 | 429 | 502 | 503 | 504;
  /** One word for programs, in the header `docktopus-denied`. */
  readonly reason: string;
  readonly retryAfterMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

const NOT_FOUND: Denial = { status: 404, reason: 'unknown' };

/** What a visitor is told when a key's container could not be had. */
export function denialOf(error: unknown): Denial {
  if (!isDocktopusError(error)) return { status: 502, reason: 'failed' };
  if (isDocktopusError(error, 'family.full')) {
    const { limit, retryAfterMs } = error.details;
    // Their own group is full, and not the house.
    return { status: limit === 'per' ? 429 : 503, reason: 'full', retryAfterMs };
  }
  if (isDocktopusError(error, 'family.failed')) {
    return { status: 503, reason: 'failed', retryAfterMs: error.details.retryAfterMs };
  }
  if (isDocktopusError(error, 'family.closing')) {
    return { status: 503, reason: 'closing', retryAfterMs: error.details.retryAfterMs };
  }
  switch (error.code) {
    case 'family.key-unknown':
    case 'family.key-invalid':
      return NOT_FOUND;
    case 'timeout':
      // The start goes on: the next attempt may find it done.
      return { status: 503, reason: 'starting', retryAfterMs: 1_000 };
    case 'family.ended':
    case 'family.owned-elsewhere':
    case 'family.closed':
      return { status: 503, reason: 'ended', retryAfterMs: 1_000 };
    case 'port.not-published':
      return { status: 502, reason: 'no-port' };
    default:
      return error.code.startsWith('engine.')
        ? { status: 503, reason: 'engine', retryAfterMs: 5_000 }
        : { status: 502, reason: 'failed' };
  }
}

/** What a container that was reached has done to the connection. */
export function denialOfUpstream(error: unknown): Denial {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ETIMEDOUT' || code === 'ERR_UPSTREAM_UPGRADE_TIMEOUT'
    ? { status: 504, reason: 'slow' }
    : { status: 502, reason: 'unreachable' };
}

export function headersOf({ reason, retryAfterMs, headers }: Denial): Readonly<Record<string, string>> {
  return {
    ...headers,
    ...(retryAfterMs === undefined
      ? {}
      : { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) }),
    'docktopus-denied': reason,
    'cache-control': 'no-store',
    'content-type': 'text/plain; charset=utf-8',
  };
}

const BODIES: Readonly<Record<Denial['status'], string>> = {
  401: 'sign in first\n',
  403: 'not allowed\n',
  404: 'not found\n',
  429: 'too many\n',
  502: 'not reachable\n',
  503: 'not ready\n',
  504: 'no answer in time\n',
};

export function bodyOf({ status, body }: Denial): string {
  return body ?? BODIES[status];
}

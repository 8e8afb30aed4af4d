import type { Injector } from '@docktopus/core';
import { ReplayWindow } from './replay-window.ts';
import { readSecrets } from './secret-source.ts';
import { SENDERS, type SenderScheme } from './senders.ts';
import { isOneOf, sign } from './signature.ts';
import type { SignedRequest, WebhookAuth } from './webhook-auth.ts';

/** `'refused'`: we do not know who this is. Otherwise `accept` decides, once the request is about to be acted on. */
export type Verdict = 'refused' | Accepting;

export interface Accepting {
  /** Uses the request up: `'seen'` the second time, `'full'` when too many came to tell. */
  accept(): 'new' | 'seen' | 'full';
  /** Takes that back, since nothing was done for it. */
  release(): void;
}

export type Authenticator = (request: SignedRequest, now: number) => Verdict | Promise<Verdict>;

const ALWAYS: Verdict = { accept: () => 'new', release: () => undefined };
const TOLERANCE_MS = 300_000;

/**
 * The check that `auth` stands for.
 *
 * @throws DocktopusError `runner.invalid` when a secret is missing or too short.
 */
export function authenticator(auth: WebhookAuth, injector: Injector, owner: string): Authenticator {
  switch (auth.type) {
    case 'none':
      return () => ALWAYS;
    case 'bearer': {
      const tokens = readSecrets(auth.token, injector, owner);
      return (request) => {
        const token = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
        return isOneOf(token ?? '', tokens) ? ALWAYS : 'refused';
      };
    }
    case 'api-key': {
      const keys = readSecrets(auth.key, injector, owner);
      const header = auth.header ?? 'x-api-key';
      return (request) => (isOneOf(request.header(header) ?? '', keys) ? ALWAYS : 'refused');
    }
    case 'hmac':
      return signed(hmacScheme(auth), readSecrets(auth.secret, injector, owner), auth.toleranceMs);
    case 'verify':
      return async (request) => ((await passes(auth.verify, request)) ? ALWAYS : 'refused');
    default:
      return signed(SENDERS[auth.type], readSecrets(auth.secret, injector, owner), auth.toleranceMs);
  }
}

function hmacScheme({
  signatureHeader = 'x-signature-256',
  timestampHeader = 'x-timestamp',
}: Extract<WebhookAuth, { type: 'hmac' }>): SenderScheme {
  const timestamp =
    timestampHeader === false ? undefined : (request: SignedRequest) => request.header(timestampHeader) ?? '';
  return {
    given: (request) => [request.header(signatureHeader)?.toLowerCase() ?? ''],
    timestamp,
    expected: (secret, request) => sign(secret, request.body, timestamp?.(request)),
  };
}

function signed(
  { given, timestamp, expected }: SenderScheme,
  secrets: readonly string[],
  toleranceMs = TOLERANCE_MS,
): Authenticator {
  const seen = new ReplayWindow();
  return (request, now) => {
    const wanted = secrets.map((secret) => expected(secret, request));
    const signature = given(request).find((one) => isOneOf(one, wanted));
    if (signature === undefined) return 'refused';
    if (timestamp === undefined) return ALWAYS;
    const said = timestamp(request);
    const at = /^\d{1,12}$/.test(said) ? Number(said) * 1000 : Number.NaN;
    if (!(Math.abs(now - at) <= toleranceMs)) return 'refused';
    return {
      accept: () => seen.add(signature, at + toleranceMs, now),
      release: () => seen.forget(signature),
    };
  };
}

async function passes(
  verify: Extract<WebhookAuth, { type: 'verify' }>['verify'],
  request: SignedRequest,
): Promise<boolean> {
  try {
    return (await verify(request)) === true;
  } catch {
    // Libraries of senders throw for a signature that does not fit.
    return false;
  }
}

import type { Injector } from '@docktopus/core';
import { ReplayWindow } from './replay-window.ts';
import { readSecrets, type SecretSource } from './secret-source.ts';
import { isOneOf, sign } from './signature.ts';

/** Who may call a webhook. */
export type WebhookAuth =
  /** Everybody who can reach it. */
  | { readonly type: 'none' }
  /** `Authorization: Bearer <token>` */
  | { readonly type: 'bearer'; readonly token: SecretSource }
  | {
      readonly type: 'api-key';
      readonly key: SecretSource;
      /** @default 'x-api-key' */
      readonly header?: string | undefined;
    }
  /** HMAC-SHA256 over `<timestamp>.<body>` as `sha256=<hex>`. */
  | {
      readonly type: 'hmac';
      readonly secret: SecretSource;
      /** @default 'x-signature-256' */
      readonly signatureHeader?: string | undefined;
      /**
       * Holds seconds since 1970. `false`: the body alone is signed, as GitHub does, and a request that somebody
       * has overheard can be sent again.
       * @default 'x-timestamp'
       */
      readonly timestampHeader?: string | false | undefined;
      /** How far the timestamp may be off, in milliseconds. Within it, each signature is accepted once. @default 300_000 */
      readonly toleranceMs?: number | undefined;
    };

/** A request as far as authentication looks at it. */
export interface SignedRequest {
  header(name: string): string | undefined;
  readonly body: Uint8Array;
}

/** `'refused'`: we do not know who this is. Otherwise `accept` decides, once the request is about to be acted on. */
export type Verdict = 'refused' | Accepting;

export interface Accepting {
  /** Uses the request up: `'seen'` the second time, `'full'` when too many came to tell. */
  accept(): 'new' | 'seen' | 'full';
  /** Takes that back, since nothing was done for it. */
  release(): void;
}

export type Authenticator = (request: SignedRequest, now: number) => Verdict;

const ALWAYS: Verdict = { accept: () => 'new', release: () => undefined };

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
      return hmacAuthenticator(auth, readSecrets(auth.secret, injector, owner));
  }
}

function hmacAuthenticator(
  {
    signatureHeader = 'x-signature-256',
    timestampHeader = 'x-timestamp',
    toleranceMs = 300_000,
  }: Extract<WebhookAuth, { type: 'hmac' }>,
  secrets: readonly string[],
): Authenticator {
  const seen = new ReplayWindow();
  return (request, now) => {
    const given = request.header(signatureHeader)?.toLowerCase() ?? '';
    const timestamp = timestampHeader === false ? undefined : (request.header(timestampHeader) ?? '');
    const matches = isOneOf(
      given,
      secrets.map((secret) => sign(secret, request.body, timestamp)),
    );
    if (!matches) return 'refused';
    if (timestamp === undefined) return ALWAYS;
    const at = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
    if (!(Math.abs(now - at) <= toleranceMs)) return 'refused';
    return { accept: () => seen.add(given, at + toleranceMs, now), release: () => seen.forget(given) };
  };
}

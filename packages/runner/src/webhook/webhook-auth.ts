import type { SecretSource } from './secret-source.ts';

/** A request as far as authentication looks at it. */
export interface SignedRequest {
  /** `undefined` when there is none; names in any case. */
  header(name: string): string | undefined;
  /** As it was sent. */
  readonly body: Uint8Array;
}

/** What senders of webhooks sign, each in its own way; with a timestamp in it, each signature is accepted once. */
export type WebhookSender =
  | 'github'
  | 'gitea'
  | 'gitlab'
  | 'shopify'
  | 'stripe'
  | 'slack'
  | 'standard-webhooks';

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
       * Holds seconds since 1970. `false`: the body alone is signed, and a request that somebody has overheard can be
       * sent again.
       * @default 'x-timestamp'
       */
      readonly timestampHeader?: string | false | undefined;
      /** How far the timestamp may be off, in milliseconds. Within it, each signature is accepted once. @default 300_000 */
      readonly toleranceMs?: number | undefined;
    }
  /** As this sender signs its webhooks. */
  | {
      readonly type: WebhookSender;
      /** For `'standard-webhooks'` with its `whsec_`; for `'gitlab'` the secret token. */
      readonly secret: SecretSource;
      /** How far the timestamp may be off, in milliseconds, for senders that sign one. @default 300_000 */
      readonly toleranceMs?: number | undefined;
    }
  /** Your own check; what it throws refuses the request. */
  | { readonly type: 'verify'; verify(request: SignedRequest): boolean | Promise<boolean> };

export const AUTH_TYPES: readonly WebhookAuth['type'][] = [
  'none',
  'bearer',
  'api-key',
  'hmac',
  'github',
  'gitea',
  'gitlab',
  'shopify',
  'stripe',
  'slack',
  'standard-webhooks',
  'verify',
];

import { createHmac } from 'node:crypto';
import type { SignedRequest, WebhookSender } from './webhook-auth.ts';

/** What a sender has signed, and how it wrote that down. */
export interface SenderScheme {
  /** The signatures of a request; any of them may fit. */
  given(request: SignedRequest): readonly string[];
  /** The one that it has to have. */
  expected(secret: string, request: SignedRequest): string;
  /** When it was signed, in seconds since 1970, for senders that sign it. */
  readonly timestamp?: ((request: SignedRequest) => string) | undefined;
}

function hmac(
  secret: string | Buffer,
  parts: readonly (string | Uint8Array)[],
  encoding: 'hex' | 'base64',
): string {
  const made = createHmac('sha256', secret);
  for (const part of parts) made.update(part);
  return made.digest(encoding);
}

/** The header, as a list of one. */
const only = (name: string) => (request: SignedRequest) => [request.header(name) ?? ''];
const hexOnly = (name: string) => (request: SignedRequest) => [(request.header(name) ?? '').toLowerCase()];

/** `t=1,v1=<hex>,v1=<hex>` */
function stripeParts(request: SignedRequest): { readonly timestamp: string; readonly signatures: string[] } {
  const entries = (request.header('stripe-signature') ?? '').split(',').map((part) => part.trim().split('='));
  const of = (key: string) => entries.filter(([name]) => name === key).map(([, value = '']) => value);
  return { timestamp: of('t')[0] ?? '', signatures: of('v1').slice(0, MOST_SIGNATURES) };
}

/** More are compared for nobody. */
const MOST_SIGNATURES = 8;

const slackTime = (request: SignedRequest) => request.header('x-slack-request-timestamp') ?? '';
const standardTime = (request: SignedRequest) => request.header('webhook-timestamp') ?? '';

export const SENDERS: Readonly<Record<WebhookSender, SenderScheme>> = {
  github: {
    given: hexOnly('x-hub-signature-256'),
    expected: (secret, { body }) => `sha256=${hmac(secret, [body], 'hex')}`,
  },
  gitea: {
    given: hexOnly('x-gitea-signature'),
    expected: (secret, { body }) => hmac(secret, [body], 'hex'),
  },
  gitlab: { given: only('x-gitlab-token'), expected: (secret) => secret },
  shopify: {
    given: only('x-shopify-hmac-sha256'),
    expected: (secret, { body }) => hmac(secret, [body], 'base64'),
  },
  stripe: {
    given: (request) => stripeParts(request).signatures,
    timestamp: (request) => stripeParts(request).timestamp,
    expected: (secret, request) => hmac(secret, [`${stripeParts(request).timestamp}.`, request.body], 'hex'),
  },
  slack: {
    given: hexOnly('x-slack-signature'),
    timestamp: slackTime,
    expected: (secret, request) => `v0=${hmac(secret, [`v0:${slackTime(request)}:`, request.body], 'hex')}`,
  },
  'standard-webhooks': {
    given: (request) => (request.header('webhook-signature') ?? '').split(' ').slice(0, MOST_SIGNATURES),
    timestamp: standardTime,
    expected: (secret, request) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      const id = request.header('webhook-id') ?? '';
      return `v1,${hmac(key, [`${id}.${standardTime(request)}.`, request.body], 'base64')}`;
    },
  },
};

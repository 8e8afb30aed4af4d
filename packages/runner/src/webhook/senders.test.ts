import { createHmac } from 'node:crypto';
import { Injector } from '@docktopus/core';
import { expect, test } from 'vitest';
import { authenticator } from './authenticate.ts';
import type { WebhookAuth, WebhookSender } from './webhook-auth.ts';

interface Case {
  readonly secret: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When it comes, in seconds since 1970. */
  readonly at?: number;
}

const SECRET = 'a secret of some length';
const hmac = (text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', SECRET).update(text).digest(encoding);

/** The examples of the senders' own documentation where they give one. */
const cases: Readonly<Record<WebhookSender, Case>> = {
  github: {
    secret: "It's a Secret to Everybody",
    body: 'Hello, World!',
    headers: {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    },
  },
  slack: {
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    headers: {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    },
    at: 1_531_420_618,
  },
  'standard-webhooks': {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    body: '{"test": 2432232314}',
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,nope v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    at: 1_614_265_330,
  },
  stripe: {
    secret: SECRET,
    body: '{"id":"evt_1"}',
    headers: {
      'stripe-signature': `t=1700000000,v1=${'0'.repeat(64)},v1=${hmac('1700000000.{"id":"evt_1"}', 'hex')},v0=x`,
    },
    at: 1_700_000_000,
  },
  shopify: {
    secret: SECRET,
    body: '{"id":1}',
    headers: { 'x-shopify-hmac-sha256': hmac('{"id":1}', 'base64') },
  },
  gitea: { secret: SECRET, body: '{"id":1}', headers: { 'x-gitea-signature': hmac('{"id":1}', 'hex') } },
  gitlab: { secret: SECRET, body: '{}', headers: { 'x-gitlab-token': SECRET } },
};

async function verdict(auth: WebhookAuth, { headers, body, at = 0 }: Omit<Case, 'secret'>, offsetMs = 0) {
  const check = authenticator(auth, Injector.create(), 'webhook');
  const request = { header: (name: string) => headers[name.toLowerCase()], body: Buffer.from(body) };
  const first = await check(request, at * 1000 + offsetMs);
  if (first === 'refused') return first;
  const second = await check(request, at * 1000 + offsetMs);
  return [first.accept(), second === 'refused' ? second : second.accept()];
}

test.each(Object.keys(cases) as WebhookSender[])(
  'a request that %s has signed is taken, and one that is changed is not',
  async (type) => {
    const request = cases[type];
    const auth = { type, secret: request.secret } as const;
    // With a time in it once, otherwise as often as it comes.
    expect(await verdict(auth, request)).toEqual(request.at === undefined ? ['new', 'new'] : ['new', 'seen']);
    expect(await verdict({ type, secret: [`not ${request.secret}`, request.secret] }, request)).not.toBe(
      'refused',
    );
    expect(await verdict({ type, secret: `not ${request.secret}` }, request)).toBe('refused');
    expect(await verdict(auth, { ...request, headers: {} })).toBe('refused');
    if (type !== 'gitlab')
      expect(await verdict(auth, { ...request, body: `${request.body} ` })).toBe('refused');
    if (request.at !== undefined) {
      expect(await verdict(auth, request, 299_000)).not.toBe('refused');
      expect(await verdict(auth, request, 301_000)).toBe('refused');
      expect(await verdict(auth, request, -301_000)).toBe('refused');
    }
  },
);

test('a check of your own decides by what it returns, and refuses when it throws', async () => {
  const request = { headers: { 'x-key': 'let me in' }, body: 'hello' };
  const verify = (by: () => boolean | Promise<boolean>) => verdict({ type: 'verify', verify: by }, request);
  expect(await verify(() => true)).toEqual(['new', 'new']);
  expect(await verify(async () => true)).toEqual(['new', 'new']);
  expect(await verify(() => false)).toBe('refused');
  expect(await verify(() => 'yes' as never)).toBe('refused');
  expect(
    await verify(() => {
      throw new Error('no signature');
    }),
  ).toBe('refused');
  const seen: unknown[] = [];
  await verdict(
    {
      type: 'verify',
      verify: ({ header, body }) => seen.push(header('X-Key'), Buffer.from(body).toString()) > 0,
    },
    request,
  );
  expect(seen.slice(0, 2)).toEqual(['let me in', 'hello']);
});

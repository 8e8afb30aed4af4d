export { authenticator } from './authenticate.ts';
export { codingProblem } from './body-coding.ts';
export { readAuth } from './check-auth.ts';
export { isJson, parseJson } from './json-body.ts';
export { readBody } from './read-body.ts';
export { readSecrets, type SecretSource } from './secret-source.ts';
export { sign } from './signature.ts';
export { type WebhookOptions, webhook } from './webhook.ts';
export type { SignedRequest, WebhookAuth, WebhookSender } from './webhook-auth.ts';

export type { WebhookAuth } from './authenticate.ts';
export { readSecrets, type SecretSource } from './secret-source.ts';
export { sign } from './signature.ts';
export { type WebhookOptions, webhook } from './webhook.ts';

export { maskSecrets } from './mask-secrets.ts';
export { type Revealable, revealed } from './revealable.ts';
export { Secret } from './secret.ts';

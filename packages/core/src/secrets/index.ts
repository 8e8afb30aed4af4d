export { maskSecrets } from './mask-secrets.ts';
export { holdsShownSecret, isRevealable, type Revealable, revealed, secretText } from './revealable.ts';
export { Secret } from './secret.ts';

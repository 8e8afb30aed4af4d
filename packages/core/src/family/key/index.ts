export { canonicalKey, parseCanonicalKey, printableKey } from './canonical-key.ts';
export type { FamilyKey, FamilyKeyPart } from './family-key.ts';
export { type KeyNames, keyNames, shardPrefix, warmPrefix } from './key-names.ts';

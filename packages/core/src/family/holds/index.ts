export type { Hold, HoldKind } from './hold.ts';
export { HoldLedger } from './hold-ledger.ts';

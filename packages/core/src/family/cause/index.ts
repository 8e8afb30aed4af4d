export { causeOfEnd, type ObservedEnd } from './cause-of-end.ts';
export { type CauseFacts, type FamilyCause, printCause, type UnaskedEnd } from './family-cause.ts';
export type { FamilyChange } from './family-change.ts';
export { FAMILY_STATES, type FamilyState } from './family-state.ts';

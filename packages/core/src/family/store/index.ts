export { FactsFile } from './facts-file.ts';
export { FamilyStore, type StoreState } from './family-store.ts';
export type { MemberFacts } from './member-facts.ts';

export { Admission, type AdmissionHost } from './admission.ts';
export { Budget, type Reservation } from './budget.ts';
export { type Candidate, chooseVictim } from './choose-victim.ts';
export type { Demand, Shortage } from './demand.ts';
export { familyFull } from './family-full.ts';

export type { FamilyClock } from './family-clock.ts';
export { elapsedSince, type Moment, toMoment } from './moment.ts';

export { type FamilyClock, familyClock } from './family-clock.ts';
export { elapsedSince, type Moment, toMoment } from './moment.ts';

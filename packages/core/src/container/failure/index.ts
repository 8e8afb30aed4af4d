export { failureReason } from './failure-reason.ts';
export { gatherFailure } from './gather-failure.ts';
export { lackedMemory } from './lacked-memory.ts';

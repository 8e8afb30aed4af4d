export { failureReason } from './failure-reason.ts';
export { gatherFailure } from './gather-failure.ts';
export { wasOomKilled } from './was-oom-killed.ts';

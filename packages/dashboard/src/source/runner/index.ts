export { jobActions, jobSource } from './job-source.ts';
export { runnerSource } from './runner-source.ts';

import { actOnJobs } from './jobs-act.ts';

/** `docktopus jobs redrive` */
export const run = actOnJobs('redrive');

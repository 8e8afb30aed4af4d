import { actOnJobs } from './jobs-act.ts';

/** `docktopus jobs cancel` */
export const run = actOnJobs('cancel');

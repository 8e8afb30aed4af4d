import { endMember } from './family-end.ts';

/** `docktopus family stop` */
export const run = endMember('stop');

import { endMember } from './family-end.ts';

/** `docktopus family remove` */
export const run = endMember('remove');

/**
 * Every label that Docktopus sets on a container, network or volume begins with it. An author's label there would make
 * a container look like somebody's.
 */
export const LABEL_PREFIX = 'dev.docktopus.';

// The public surface.

export { type DocktopusOptions, docktopus } from './docktopus.ts';

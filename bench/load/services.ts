import type { Launch } from './service.ts';

/** How many jobs each runs at a time. */
export const CONCURRENCY = 8;

/** Each is loaded by the process that runs it, and by no other: its memory is measured. */
export const SERVICES = {
  'docktopus, SQLite': async () => (await import('./our-service.ts')).durableService,
  'docktopus, in memory': async () => (await import('./our-service.ts')).volatileService,
  'BullMQ, Redis everysec, dockerode': async () => (await import('./bull-service.ts')).bullService,
} as const satisfies Record<string, () => Promise<Launch>>;

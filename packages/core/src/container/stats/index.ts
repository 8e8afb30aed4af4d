export type { ContainerStats } from './container-stats.ts';
export { statsOnce, statsStream } from './stats.ts';

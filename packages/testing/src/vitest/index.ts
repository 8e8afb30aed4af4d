export { type ContainerMatchers, containerMatchers } from './container-matchers.ts';
export { type DocktopusFixtures, docktopus } from './docktopus.ts';
export type { SettledOptions } from './settled-queue.ts';

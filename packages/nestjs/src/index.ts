// The public surface, room by room.

export { DocktopusModule } from './docktopus-module.ts';
export { containerToken, familyToken, InjectContainer, InjectFamily } from './inject-container.ts';
export type {
  DocktopusAsyncOptions,
  DocktopusContexts,
  DocktopusOptions,
  DocktopusStaticOptions,
  MountOptions,
} from './module-options.ts';
export { nestLogger } from './nest-logger.ts';

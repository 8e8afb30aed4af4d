import type { ContainerRegistry } from '../group/index.ts';

/** A context as its life sees it: an object of an author's class, with hooks. */
export interface AuthoredContext {
  readonly containers: ContainerRegistry;
  onInit(): void | Promise<void>;
  onReady(): void | Promise<void>;
  onShutdown(): void | Promise<void>;
}

import type { SuiteDifferences } from './suite-differences.ts';

/** The values that engine-setup.ts and podman-setup.ts hand from the main process to the test workers. */
export type EngineUnderTest =
  | { readonly available: true; readonly endpoint: string }
  | { readonly available: false; readonly reason: string };

declare module 'vitest' {
  export interface ProvidedContext {
    engine: EngineUnderTest;
    busyboxImage: string;
    /** In which tests the engine under test differs. */
    differences: SuiteDifferences;
  }
}

/** The values that engine-setup.ts hands from the main process to the test workers. */
export type EngineUnderTest =
  | { readonly available: true; readonly endpoint: string }
  | { readonly available: false; readonly reason: string };

declare module 'vitest' {
  export interface ProvidedContext {
    engine: EngineUnderTest;
    busyboxImage: string;
  }
}

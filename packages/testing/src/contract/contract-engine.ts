import type { Docker } from '@docktopus/core';

/** An engine as the contract needs it. */
export interface ContractEngine extends AsyncDisposable {
  readonly docker: Docker;
  /** An image whose commands are those of busybox, `sh` among them, all on the `PATH`. */
  readonly image: string;
}

/**
 * In what an engine is known to differ, by the id of the case, with the reason. Such a case is run all the same and
 * has to fail, so that the list is true; `sometimes` is for what an engine does now and then.
 */
export type KnownDifferences = Readonly<Record<string, string | { readonly sometimes: string }>>;

/** What came of one case on one engine. */
export interface ContractResult {
  readonly id: string;
  readonly outcome: 'holds' | 'differs' | 'fails';
  /** Why it differs, or how it failed. */
  readonly note: string | undefined;
  readonly ms: number;
}

/** What an engine does with the whole contract. */
export interface ContractReport {
  readonly engine: string;
  readonly version: string;
  readonly results: readonly ContractResult[];
}

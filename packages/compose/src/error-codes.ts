import type { ComposeIssue } from './tree/index.ts';

/** The failures that Compose projects add, and their facts for programs; `ErrorCodes` of the core has them as well. */
export interface ComposeErrorCodes {
  'compose.invalid': { readonly issues: readonly ComposeIssue[] };
}

declare module '@docktopus/core' {
  interface ErrorCodes extends ComposeErrorCodes {}
}

import type { Issue } from '@docktopus/core';
import type { ComposeIssue } from './tree/index.ts';

type NoDetails = Readonly<Record<never, never>>;

/** The failures that Compose projects add, and their facts for programs; `ErrorCodes` of the core has them as well. */
export interface ComposeErrorCodes {
  'compose.invalid': { readonly issues: readonly ComposeIssue[] };
  'compose.unsupported': { readonly issues: readonly Issue[] };
  'compose.missing': { readonly issues: readonly Issue[] };
  'compose.owned-elsewhere': { readonly containers: readonly string[] };
  'compose.hook-failed': { readonly exitCode: number };
  'compose.service-unknown': { readonly known: readonly string[] };
  'compose.service-empty': NoDetails;
}

declare module '@docktopus/core' {
  interface ErrorCodes extends ComposeErrorCodes {}
}

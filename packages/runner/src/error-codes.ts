import type { Issue } from '@docktopus/core';

type NoDetails = Readonly<Record<never, never>>;

/** The failures that the runner reports, and their facts for programs; `ErrorCodes` of the core has them as well. */
export interface RunnerErrorCodes {
  'job.invalid': { readonly class?: string; readonly method?: string; readonly parameter?: number };
  'job.duplicate': NoDetails;
  'job.not-found': NoDetails;
  'job.body-invalid': { readonly issues: readonly Issue[] };
  'job.failed': NoDetails;
  'job.cancelled': NoDetails;
  'runner.invalid': NoDetails;
  'runner.state': NoDetails;
  'runner.stopping': NoDetails;
  'runner.overloaded': {
    /** How many calls wait already. */
    readonly waiting?: number;
  };
  'producer.failed': NoDetails;
  'consumer.failed': NoDetails;
  'service.failed': NoDetails;
}

declare module '@docktopus/core' {
  interface ErrorCodes extends RunnerErrorCodes {}
}

import type { Issue } from '@docktopus/core';

type NoDetails = Readonly<Record<never, never>>;

/** The failures that the runner reports, and their facts for programs; `ErrorCodes` of the core has them as well. */
export interface RunnerErrorCodes {
  'job.invalid': {
    readonly issues?: readonly Issue[];
    readonly class?: string;
    readonly method?: string;
    readonly parameter?: number;
  };
  'job.duplicate': NoDetails;
  'job.not-found': NoDetails;
  'job.body-invalid': { readonly issues: readonly Issue[] };
  'job.failed': NoDetails;
  'job.cancelled': NoDetails;
  'job.not-durable': NoDetails;
  'job.not-json': { readonly issues: readonly Issue[] };
  'job.too-large': { readonly bytes: number; readonly maxBytes: number };
  'job.step-repeated': NoDetails;
  'job.key-reused': {
    /** The job that has the key. */
    readonly id: string;
  };
  'job.poison': NoDetails;
  'job.stalled': NoDetails;
  'job.expired': NoDetails;
  'job.unreadable': NoDetails;
  'job.unknown': NoDetails;
  'lease.lost': NoDetails;
  'queue.invalid': { readonly issues?: readonly Issue[] };
  'queue.missing': NoDetails;
  'queue.unsupported': NoDetails;
  'queue.unavailable': NoDetails;
  'queue.full': NoDetails;
  'queue.locked': NoDetails;
  'queue.volatile': NoDetails;
  'queue.damaged': NoDetails;
  'queue.newer': NoDetails;
  'runner.invalid': { readonly issues?: readonly Issue[] };
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

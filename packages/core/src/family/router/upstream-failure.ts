import { type Denial, denialOf, denialOfUpstream } from './denial.ts';

/** The container was up, and could not be talked to. */
export class UpstreamFailure extends Error {
  constructor(cause: unknown) {
    super('the container could not be talked to', { cause });
  }
}

/** The visitor gets this text. */
export function denialOfFailure(cause: unknown): Denial {
  const isOurs = cause instanceof Error && 'operation' in cause;
  return isOurs ? denialOf(cause) : denialOfUpstream(cause);
}

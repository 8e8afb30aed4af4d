/** What has become of the calls of one job since the start; of all ids without a route together. */
export interface JobCounters {
  /** Calls that were accepted and have not ended. */
  inFlight: number;
  /** Endings of the handlers that ran, by how they ended. */
  ok: number;
  failed: number;
  nothing: number;
  discarded: number;
  later: number;
}

export function newJobCounters(): JobCounters {
  return { inFlight: 0, ok: 0, failed: 0, nothing: 0, discarded: 0, later: 0 };
}

/** What every call that may take time accepts. */
export interface CallOptions {
  /** Ends the call early with `aborted`; the reason becomes the error's cause. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take, in milliseconds. `0` or `Infinity` means no deadline. Each call states its default. */
  readonly timeoutMs?: number | undefined;
}

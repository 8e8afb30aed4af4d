/** Where options carry the time that their caller's caller has named. */
export const GIVEN_MS = Symbol('given time');

/** What every call that may take time accepts. */
export interface CallOptions {
  /** The time that the outermost call was given, for messages: see `Deadline.rest`. @internal */
  readonly [GIVEN_MS]?: number | undefined;
  /** Ends the call early with `aborted`; the reason becomes the error's cause. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take, in milliseconds. `0` or `Infinity` means no deadline. Each call states its default. */
  readonly timeoutMs?: number | undefined;
}

/** How long one call of the engine may take that nobody waits for with a deadline. */
export const CALL_MS = 30_000;

/** One call that comes to an end, whatever the engine does: what hangs must not hold up the key's queue. */
export function boundedCall<T>(call: (options: { readonly timeoutMs: number }) => Promise<T>): Promise<T> {
  return call({ timeoutMs: CALL_MS });
}

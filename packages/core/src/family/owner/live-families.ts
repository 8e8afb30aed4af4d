/**
 * The families that are open in this process, by the nonce of their context: a session tells processes apart, and not
 * the contexts of one.
 */
const live = new Map<string, number>();

/** Notes that a family is open; the function that comes back takes that back. */
export function beginLive(nonce: string): () => void {
  live.set(nonce, (live.get(nonce) ?? 0) + 1);
  return () => {
    const count = (live.get(nonce) ?? 1) - 1;
    if (count === 0) live.delete(nonce);
    else live.set(nonce, count);
  };
}

export function isLive(nonce: string): boolean {
  return live.has(nonce);
}

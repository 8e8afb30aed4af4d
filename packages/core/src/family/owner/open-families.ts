/**
 * How many families each context of this process has open, by the context's nonce. A session identifies a process, and
 * a nonce one of its contexts.
 */
const openFamilies = new Map<string, number>();

/** Counts a family as open until the returned function is called. */
export function countOpenFamily(nonce: string): () => void {
  openFamilies.set(nonce, (openFamilies.get(nonce) ?? 0) + 1);
  return () => {
    const count = (openFamilies.get(nonce) ?? 1) - 1;
    if (count === 0) openFamilies.delete(nonce);
    else openFamilies.set(nonce, count);
  };
}

/** Whether the context with this nonce is in this process and has an open family. */
export function hasOpenFamily(nonce: string): boolean {
  return openFamilies.has(nonce);
}

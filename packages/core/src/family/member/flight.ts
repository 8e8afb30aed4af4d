/** A caller that waits for a member to come up. */
export interface Waiter {
  /** Whether a container may be made for it. */
  readonly mayCreate: boolean;
  /** The only generation that is good enough. */
  readonly generation: number | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/** One attempt to bring a member up. Any number of callers wait for it; that one of them leaves changes nothing. */
export interface Flight {
  /** `restart`: it had ended unasked, and nobody needs to wait for it. */
  readonly why: 'used' | 'restart';
  /** Ends the attempt. */
  readonly abort: AbortController;
  /** It waits for room, and gives up when nobody waits for it any more. */
  waitsForRoom: boolean;
  /** A container may be made now: a slot that finds its container gone must not make another by itself. */
  creating: boolean;
}

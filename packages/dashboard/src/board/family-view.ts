/** One container of a family. */
export interface MemberView {
  readonly family: string;
  readonly blueprint: string;
  readonly key: string;
  readonly state: string;
  /** How often the key's container has been made. */
  readonly generation: number;
  /** The engine container; absent while there is none. */
  readonly containerId?: string;
  /** What keeps it awake, one text a hold. */
  readonly holds: readonly string[];
  /** When time does something to it (sleep, removal) unless it is used, ISO 8601; absent when none does. */
  readonly idleAt?: string;
  /** Why it came into its state: `woken`, `idle`, `oom`, `killed-outside`, … */
  readonly cause?: string;
  /** All of that in a line or two. */
  readonly why?: string;
}

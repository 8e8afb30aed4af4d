/** What a durable job may be submitted with. */
export interface SubmitOptions {
  /**
   * The same key of the same job is the same call for as long as it is kept, also when it has ended: repeating a
   * submission runs nothing.
   * @default none
   */
  readonly idempotencyKey?: string | undefined;
  /** Not before so many milliseconds from now. @default 0 */
  readonly delayMs?: number | undefined;
  /** From -100 to 100; higher ones are claimed first. @default 0 */
  readonly priority?: number | undefined;
  /** How long it may still begin or be tried again, in milliseconds from now. @default what the job says */
  readonly deadlineMs?: number | undefined;
  /** The host whose workers alone may run it, such as the one that owns a container. @default any */
  readonly affinity?: string | undefined;
}

/** Something that went wrong lately. */
export interface FailureView {
  /** ISO 8601. */
  readonly at: string;
  readonly blueprint: string;
  readonly about: 'container' | 'job';
  /** The container's or call's id. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** `exit code 137, out of memory`. */
  readonly reason: string;
}

/** Something critical that a spec does not say, so that something else decides it. */
export interface ImplicitChoice {
  /** The builder's method that would say it: `'limits.memory'`. */
  readonly option: string;
  /** What happens when nothing is said. */
  readonly consequence: string;
  /** What to write, as code. */
  readonly write: string;
}

/** A health check in the engine's words; durations are nanoseconds, `0` inherits the image's. */
export interface HealthConfig {
  /** `['NONE']`, `['CMD', …argv]`, `['CMD-SHELL', line]`; `[]` inherits the image's. */
  readonly Test?: readonly string[] | null;
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly Retries?: number;
  readonly StartPeriod?: number;
  /** From API 1.44. */
  readonly StartInterval?: number;
}

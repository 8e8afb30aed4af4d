/** `'none'` switches off the image's check. */
export type Healthcheck = 'none' | HealthcheckCommand;

/** Absent fields are the image's, or the engine's. */
export interface HealthcheckCommand {
  /** In the engine's form: `['CMD', …argv]` or `['CMD-SHELL', line]`. */
  readonly test?: readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  /** Failures in this time after the start do not count. */
  readonly startPeriodMs?: number;
  /** Interval during the start period, from API 1.44. */
  readonly startIntervalMs?: number;
  readonly retries?: number;
}

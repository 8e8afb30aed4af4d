/** One line that a container wrote, without its line break. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
  /** When the engine received it, as it wrote it: nanoseconds are more than a `Date` holds. Only when asked for. */
  readonly time?: string;
}

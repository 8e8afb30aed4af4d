import type { ImageActivity } from '../engine/index.ts';

/** One way of showing activities to the user who waits. */
export interface Display {
  take(activity: ImageActivity): void;
  /** Nothing comes any more of the running activity `id`. */
  forget(id: number): void;
}

/** The stream that a display writes to: `process.stderr`, say. */
export interface DisplayStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** What keeps a member awake. */
export type HoldKind =
  | 'use'
  | 'job'
  | 'request'
  | 'socket'
  | 'exec'
  | 'spawn'
  | 'stream'
  | 'attach'
  | 'wait'
  | 'copy'
  | 'hook';

/** One use of a member. */
export interface Hold extends Disposable {
  readonly kind: HoldKind;
  /** Says more for people: a command, a path. Never a secret. */
  readonly what: string | undefined;
  /** When it began, on the family's clock. */
  readonly since: number;
  /** Ends it; twice is fine. */
  release(): void;
}

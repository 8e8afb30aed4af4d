/**
 * When a container counts as ready, as data: what to look at, never how long to wait (the start has one deadline).
 *
 * Made by {@link ready}; probed when the container starts.
 */
export type ReadyCondition =
  | ReadyHealthy
  | ReadyPort
  | ReadyHttp
  | ReadyLog
  | ReadyExit
  | ReadyCommand
  | { readonly kind: 'all'; readonly conditions: readonly ReadyCondition[] }
  | { readonly kind: 'any'; readonly conditions: readonly ReadyCondition[] };

/** The health check says healthy. */
export interface ReadyHealthy {
  readonly kind: 'healthy';
}

/** Something accepts connections on a port of the container. */
export interface ReadyPort {
  readonly kind: 'port';
  readonly port: number;
}

/** An HTTP request to a port of the container is answered as wanted. */
export interface ReadyHttp {
  readonly kind: 'http';
  readonly port: number;
  /** Begins with `/`. */
  readonly path: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** Accepted statuses; empty for every one from 200 to 399. */
  readonly statuses: readonly number[];
  readonly tls: boolean;
  /** Looks at the answer; no part of the spec's hash. */
  readonly predicate?: ReadyHttpPredicate | undefined;
}

/** Decides from status and body whether an answer means ready. */
export type ReadyHttpPredicate = (answer: {
  readonly status: number;
  readonly body: string;
}) => boolean | Promise<boolean>;

/** A line of the container's output matches, `times` times since its start. */
export interface ReadyLog {
  readonly kind: 'log';
  readonly pattern:
    | { readonly text: string }
    | { readonly regExp: { readonly source: string; readonly flags: string } };
  readonly times: number;
}

/** The container ends with this exit code: for containers that do one thing. */
export interface ReadyExit {
  readonly kind: 'exit';
  readonly code: number;
}

/** A command inside the container ends with exit code 0. */
export interface ReadyCommand {
  readonly kind: 'command';
  readonly argv: readonly string[];
}

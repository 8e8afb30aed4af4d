import type { CallOptions, Container, ContainerSnapshot, LogLine } from '@docktopus/core';

/** What a matcher waits for, at most. */
const PATIENCE_MS = 5_000;

export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

interface MatcherState {
  readonly isNot?: boolean;
}

/**
 * Matchers of containers. They wait for what they say, up to five seconds or `timeoutMs`; after `not` they look once.
 * Each returns a promise: `await expect(container).toBeRunning()`.
 */
export const containerMatchers = {
  /** The container runs. */
  toBeRunning(this: MatcherState, container: Container, options?: CallOptions): Promise<MatcherResult> {
    return state(this, container, 'running', ({ status }) => status === 'running', options);
  },

  /** The container has ended, with this exit code when one is given. */
  toHaveExited(
    this: MatcherState,
    container: Container,
    exitCode?: number,
    options?: CallOptions,
  ): Promise<MatcherResult> {
    const wanted = exitCode === undefined ? 'exited' : `exited with ${exitCode}`;
    const holds = (snapshot: ContainerSnapshot) =>
      (snapshot.status === 'exited' || snapshot.status === 'dead') &&
      (exitCode === undefined || snapshot.exitCode === exitCode);
    return state(this, container, wanted, holds, options);
  },

  /** The container fulfils its readiness condition. */
  toBeReady(this: MatcherState, container: Container, options?: CallOptions): Promise<MatcherResult> {
    return state(this, container, 'ready', ({ ready }) => ready, options);
  },

  /** The container has written a line that fits, on either stream. */
  async toHaveLogged(
    this: MatcherState,
    container: Container,
    wanted: RegExp | string,
    options: CallOptions = {},
  ): Promise<MatcherResult> {
    const fits = ({ line }: LogLine) =>
      typeof wanted === 'string' ? line.includes(wanted) : wanted.test(line);
    const seen: string[] = [];
    const found = await finds(container, fits, seen, this.isNot === true, options.timeoutMs ?? PATIENCE_MS);
    const lines =
      seen.length === 0 ? 'nothing was written' : `last lines:\n  ${seen.slice(-10).join('\n  ')}`;
    return {
      pass: found,
      message: () => `${nameOf(container)} has ${found ? '' : 'not '}written ${String(wanted)}; ${lines}`,
    };
  },
};

/** The matchers as `expect` has them. */
export interface ContainerMatchers<R = Promise<void>> {
  /** The container runs, or does within five seconds. */
  toBeRunning(options?: CallOptions): R;
  /** The container has ended, with this exit code when one is given, or does within five seconds. */
  toHaveExited(exitCode?: number, options?: CallOptions): R;
  /** The container fulfils its readiness condition, or does within five seconds. */
  toBeReady(options?: CallOptions): R;
  /** The container has written a line that fits, or does within five seconds. */
  toHaveLogged(wanted: RegExp | string, options?: CallOptions): R;
}

async function state(
  { isNot }: MatcherState,
  container: Container,
  wanted: string,
  holds: (snapshot: ContainerSnapshot) => boolean,
  { timeoutMs = PATIENCE_MS, signal }: CallOptions = {},
): Promise<MatcherResult> {
  let last: ContainerSnapshot | undefined;
  const looks = (snapshot: ContainerSnapshot) => {
    last = snapshot;
    return isNot ? !snapshot.stale : !snapshot.stale && holds(snapshot);
  };
  await container.until(looks, { timeoutMs, signal }).catch(() => undefined);
  const pass = last !== undefined && holds(last);
  return {
    pass,
    message: () => `${nameOf(container)} is ${describe(last)}, ${pass ? 'and not' : 'not'} ${wanted}`,
  };
}

function describe(snapshot: ContainerSnapshot | undefined): string {
  if (snapshot?.status === undefined) return 'not there';
  const facts = [
    snapshot.status,
    snapshot.exitCode === undefined ? undefined : `exit code ${snapshot.exitCode}`,
    snapshot.oomKilled ? 'out of memory' : undefined,
    snapshot.health === 'none' ? undefined : snapshot.health,
    snapshot.ready ? 'ready' : undefined,
    snapshot.error,
  ];
  return facts.filter((fact) => fact !== undefined).join(', ');
}

async function finds(
  container: Container,
  fits: (line: LogLine) => boolean,
  seen: string[],
  once: boolean,
  timeoutMs: number,
): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    for await (const line of container.logs({ follow: !once, signal })) {
      seen.push(line.line);
      if (fits(line)) return true;
    }
  } catch (error) {
    // The time is up: what has been seen until now is the answer.
    if (!signal.aborted) throw error;
  }
  return false;
}

function nameOf(container: Container): string {
  return `the container ${container.spec?.name ?? container.spec?.image ?? container.id ?? '(not created)'}`;
}

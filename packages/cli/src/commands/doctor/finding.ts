import { isDocktopusError } from '@docktopus/core';

/** What one check has found. */
export interface Finding {
  /** Stable, for programs: `engine.reachable`. */
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** The advice; absent if the check has passed. */
  readonly fix?: string;
}

export function ok(check: string, detail: string): Finding {
  return { check, status: 'ok', detail };
}

export function warn(check: string, detail: string, fix: string): Finding {
  return { check, status: 'warn', detail, fix };
}

export function fail(check: string, detail: string, fix: string): Finding {
  return { check, status: 'fail', detail, fix };
}

/** Runs a check. A check that cannot look reports that as its finding, so that the others go on. */
export async function findingsOf(
  check: string,
  look: () => Promise<readonly Finding[]>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    signal.throwIfAborted();
    if (!isDocktopusError(error)) throw error;
    return [
      fail(check, error.reason, error.hint ?? 'Check the connection between this machine and the engine'),
    ];
  }
}

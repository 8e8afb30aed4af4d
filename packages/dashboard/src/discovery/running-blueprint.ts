import { isRecord } from '@docktopus/core/kit';

/** How a blueprint that runs on this machine is reached: what its discovery file holds. */
export interface RunningBlueprint {
  readonly v: 1;
  readonly blueprint: string;
  readonly pid: number;
  /** The printed session of its process, which tells whether it still runs. */
  readonly session: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** `http://127.0.0.1:4571`: the API is below `api/v1`. */
  readonly origin: string;
  /** Opens the page. */
  readonly url: string;
  /** Opens the API for the command line. */
  readonly operatorToken: string;
}

const ORIGIN = /^http:\/\/127\.0\.0\.1:\d{1,5}$/;

/** What a discovery file says; `undefined` for anything else, such as an address on another host. */
export function parseRunningBlueprint(text: string): RunningBlueprint | undefined {
  const value = parsed(text);
  if (!isRecord(value) || value.v !== 1 || !Number.isSafeInteger(value.pid)) return undefined;
  const texts = ['blueprint', 'session', 'startedAt', 'origin', 'url', 'operatorToken'];
  if (!texts.every((name) => typeof value[name] === 'string')) return undefined;
  const running = value as unknown as RunningBlueprint;
  return ORIGIN.test(running.origin) && running.url.startsWith(`${running.origin}/`) ? running : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half written, or not ours.
    return undefined;
  }
}

import { isRecord } from '../../json/index.ts';

/** An answer of the engine that says no, with the fields that users of dockerode know. */
export class EngineHttpError extends Error {
  override readonly name = 'EngineHttpError';
  readonly statusCode: number;
  /** What the engine says, without the status. */
  readonly reason: string;
  readonly json: unknown;

  constructor(statusCode: number, reason: string, json: unknown) {
    super(`(HTTP code ${statusCode}) ${reason}`);
    this.statusCode = statusCode;
    this.reason = reason;
    this.json = json;
  }
}

/** What engines say of an API version that they do not speak. */
export const VERSION_REFUSED = /client version .* is too (old|new)/i;

const LONGEST_REASON = 2_000;

/** Reads what the engine says in `body`: `{"message": …}`, Podman's `{"cause": …}`, or plain text. */
export function engineHttpError(statusCode: number, body: Buffer): EngineHttpError {
  const text = body.toString('utf8').trim();
  const json = parsed(text);
  const said = isRecord(json) ? json.message : undefined;
  const reason =
    typeof said === 'string' ? said : text === '' ? `status ${statusCode} without a reason` : text;
  return new EngineHttpError(statusCode, reason.slice(0, LONGEST_REASON).trim(), json);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Proxies and old engines answer with plain text, which then is the reason.
    return undefined;
  }
}

import { type ErrorCode, isDocktopusError } from '../../errors/index.ts';
import { EngineHttpError } from '../transport/engine-http-error.ts';

/** What the engine said, when `error` is its refusal; else an empty text. */
export function refusalText(error: unknown): string {
  if (error instanceof EngineHttpError) return error.reason;
  return isDocktopusError(error) ? refusalText(error.cause) : '';
}

/** The status that the engine answered with, when `error` is its refusal. */
export function refusalStatus(error: unknown): number | undefined {
  if (error instanceof EngineHttpError) return error.statusCode;
  return isDocktopusError(error) ? refusalStatus(error.cause) : undefined;
}

/** Whether the engine itself refused with `code`; an id that was never sent to it does not count. */
export function isEngineRefusal(error: unknown, ...codes: readonly ErrorCode[]): boolean {
  return isDocktopusError(error, ...codes) && refusalStatus(error) !== undefined;
}

import { type ErrorCode, isDocktopusError } from '../../errors/index.ts';
import { EngineHttpError } from '../modem/engine-http-error.ts';

/** The status that the engine answered with, when `error` is its refusal. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof EngineHttpError) return error.statusCode;
  return isDocktopusError(error) ? statusOf(error.cause) : undefined;
}

/** What the engine said, when `error` is its refusal. */
export function saidBy(error: unknown): string {
  if (error instanceof EngineHttpError) return error.reason;
  return isDocktopusError(error) ? saidBy(error.cause) : '';
}

/** Whether the engine itself said `code`; an id that never reached it does not count. */
export function engineSays(error: unknown, ...codes: readonly ErrorCode[]): boolean {
  return isDocktopusError(error, ...codes) && statusOf(error) !== undefined;
}

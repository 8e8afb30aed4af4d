import { isDocktopusError } from '../../errors/index.ts';
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

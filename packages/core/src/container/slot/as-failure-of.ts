import { isDocktopusError } from '../../errors/index.ts';

/** A failure of an engine call, told as a failure of the call that the user made; any other error as it is. */
export function asFailureOf(operation: string, subject: string, error: unknown): unknown {
  return isDocktopusError(error) && error.operation.startsWith('engine.')
    ? error.during(operation, subject)
    : error;
}

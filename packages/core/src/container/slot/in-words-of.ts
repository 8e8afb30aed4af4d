import { isDocktopusError } from '../../errors/index.ts';

/** A failure of one of the engine's calls in the words of the call that the user made; any other as it is. */
export function inWordsOf(operation: string, subject: string, error: unknown): unknown {
  return isDocktopusError(error) && error.operation.startsWith('engine.')
    ? error.during(operation, subject)
    : error;
}

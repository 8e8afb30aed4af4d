import { DocktopusError, invalid, printable } from '../../errors/index.ts';
import type { Call } from './running-call.ts';

/**
 * An id or name as one segment of a path. An empty one would address the list instead, and a slash
 * something else altogether.
 *
 * @throws DocktopusError the call's `not-found` code for an empty one; `spec.invalid` for what is no text, or half a character, which
 * would name something else: `/volumes/undefined` is not there, and "gone" would look like success.
 */
export function pathSegment(idOrName: string, call: Call): string {
  if (typeof idOrName !== 'string' || /\p{Surrogate}/u.test(idOrName)) {
    const issue = { path: 'id', got: printable(idOrName), expected: 'an id or a name' };
    throw invalid('spec.invalid', call.operation, [issue]);
  }
  if (idOrName !== '' && !/^\.{1,2}$/.test(idOrName)) return encodeURIComponent(idOrName);
  throw new DocktopusError(call.notFound ?? 'engine.failed', {
    operation: call.operation,
    reason: idOrName === '' ? 'the id is empty' : `"${idOrName}" is not an id`,
  });
}

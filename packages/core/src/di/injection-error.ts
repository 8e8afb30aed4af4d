import { DocktopusError, isDocktopusError } from '../errors/index.ts';
import { tokenName } from './injection-token.ts';

/** Marks an error that says its path already, so that callers further up leave it alone. */
const PATH = 'injectionPath';

/** What went wrong while `path` was being resolved: the code and reason of the failure underneath, and the way to it. */
export function injectionError(path: readonly unknown[], error: unknown): DocktopusError {
  if (isDocktopusError(error) && PATH in error.details) return error;
  const way = path.map(segmentName);
  const known = isDocktopusError(error) ? error : undefined;
  return new DocktopusError(known?.code ?? 'inject.failed', {
    operation: 'inject',
    subject: way.join(' → '),
    reason: known?.reason ?? (error instanceof Error ? error.message : String(error)),
    hint: known?.hint,
    cause: error,
    details: { ...known?.details, [PATH]: way },
  });
}

/** Nothing is known of a token that is no class, and so cannot be constructed. */
export function unprovided(token: unknown): DocktopusError {
  return new DocktopusError('inject.failed', {
    operation: 'inject',
    subject: tokenName(token),
    reason: 'nothing was provided for it',
    hint: 'Provide it with injector.provide(token, …), or ask for a class',
  });
}

/** `path` leads back to its own last token. */
export function cycleError(path: readonly unknown[]): DocktopusError {
  const way = path.slice(path.indexOf(path.at(-1))).map(segmentName);
  return new DocktopusError('inject.failed', {
    operation: 'inject',
    subject: way.join(' → '),
    reason: 'they need each other in a circle',
    hint: 'Write @inject(delay(() => TheClass)) in one of them',
    details: { [PATH]: way },
  });
}

function segmentName(segment: unknown): string {
  return typeof segment === 'string' && segment.startsWith('.') ? segment : tokenName(segment);
}

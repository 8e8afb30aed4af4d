import { isDocktopusError, printable } from '../errors/index.ts';
import type { Problems } from './problems.ts';

/** Reports an input that threw while it was read, such as a getter or a `Proxy` of the author's. @throws errors of ours */
export function reportUnreadable(error: unknown, problems: Problems): void {
  if (isDocktopusError(error)) throw error;
  const thrown = error instanceof Error ? error.message : printable(error);
  problems.report(`something that throws when it is read (${thrown})`, 'a value that can be read');
}

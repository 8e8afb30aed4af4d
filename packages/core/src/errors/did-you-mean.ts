import type { Issue } from './issue.ts';
import { nearest } from './nearest.ts';

/** The hint at the known word that `given` is most likely a slip of. */
export function didYouMean(given: string, known: Iterable<string>): Pick<Issue, 'hint'> {
  const meant = nearest(given, known);
  return meant === undefined ? {} : { hint: `did you mean '${meant}'?` };
}

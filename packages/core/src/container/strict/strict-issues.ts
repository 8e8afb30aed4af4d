import { debuglog } from 'node:util';
import type { Issue } from '../../errors/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { implicitChoices } from './implicit-choices.ts';
import { isFirst, warnOnce } from './warn-once.ts';

const debug = debuglog('docktopus');

/** The implicit choices as problems when the spec is to have none. */
export function strictIssues(spec: ContainerSpec): readonly Issue[] {
  if (spec.strict !== 'error') return [];
  return implicitChoices(spec).map(({ option, consequence, write }) => ({
    path: option,
    got: 'nothing explicit',
    expected: write,
    because: `otherwise ${consequence}`,
  }));
}

/**
 * Warns of the implicit choices of a spec with strict `'warn'` that have brought services down, and says all of them at
 * `NODE_DEBUG=docktopus`: each once in a process. `subject` is what the author calls the container.
 */
export function warnOfImplicitChoices(spec: ContainerSpec, subject = spec.name ?? spec.image): void {
  if (spec.strict !== 'warn') return;
  const choices = implicitChoices(spec);
  const all = `${subject} does not set ${choices.map(({ option }) => option).join(', ')}`;
  if (debug.enabled && choices.length > 0 && isFirst(all)) debug(all);
  const biting = choices.filter(({ bites }) => bites).map(({ option }) => option);
  if (biting.length === 0) return;
  warnOnce(
    `${subject} does not set ${biting.join(', ')}; use strict('error') for suggestions or strict('off') to silence this`,
    'DOCKTOPUS_IMPLICIT',
  );
}

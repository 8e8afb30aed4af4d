import type { Issue } from '../../errors/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { implicitChoices } from './implicit-choices.ts';

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

/** Warns of the implicit choices of a spec that asks for it; `subject` is what the author calls the container. */
export function warnOfImplicitChoices(spec: ContainerSpec, subject = spec.name ?? spec.image): void {
  if (spec.strict !== 'warn') return;
  const choices = implicitChoices(spec);
  if (choices.length === 0) return;
  const options = choices.map(({ option }) => option).join(', ');
  process.emitWarning(
    `${subject} does not set ${options}; use strict('error') for suggestions or strict('off') to silence this`,
    { type: 'DocktopusWarning', code: 'DOCKTOPUS_IMPLICIT' },
  );
}

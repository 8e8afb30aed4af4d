import type { Issue } from '../../errors/index.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';
import { implicitChoices } from './implicit-choices.ts';

/** The implicit choices as problems when the spec is to have none. */
export function strictIssues(spec: ContainerSpec): readonly Issue[] {
  if (spec.strict !== 'error') return [];
  return implicitChoices(spec).map(({ option, consequence, write }) => ({
    path: option,
    value: `silence (${consequence})`,
    accepted: `with strict 'error' write ${write}`,
  }));
}

/** Warns of the implicit choices of a spec that asks for it; `subject` is what the author calls the container. */
export function warnOfImplicitChoices(spec: ContainerSpec, subject = spec.name ?? spec.image): void {
  if (spec.strict !== 'warn') return;
  const choices = implicitChoices(spec);
  if (choices.length === 0) return;
  const options = choices.map(({ option }) => option).join(', ');
  process.emitWarning(
    `${subject} leaves to the engine: ${options}. strict 'error' says what to write, 'off' accepts it`,
    { type: 'DocktopusWarning', code: 'DOCKTOPUS_IMPLICIT' },
  );
}

import type { ContainerSpec } from '../../container/index.ts';
import type { CreateContainerBody } from '../../engine/index.ts';
import { type Issue, invalid, printable } from '../../errors/index.ts';
import type { FamilySettings } from '../settings/family-settings.ts';

/** What a family adds to a spec of its author's. */
export interface SpecPlace {
  readonly family: string;
  /** Of the container. */
  readonly name: string;
  readonly mounts: ContainerSpec['mounts'];
  readonly settings: Pick<FamilySettings, 'lifetime' | 'capacity'>;
}

/**
 * The spec of a member: what the author says, with what the family decides.
 *
 * @param body what the author's spec is for the engine: there everything shows, whichever way it was said.
 * @throws DocktopusError `spec.invalid` with everything that does not go in a family.
 */
export function placeSpec(spec: ContainerSpec, body: CreateContainerBody, place: SpecPlace): ContainerSpec {
  const issues = issuesOf(spec, body, place.settings);
  if (issues.length > 0) throw invalid('spec.invalid', 'family.define', issues, place.family);
  return {
    ...spec,
    name: place.name,
    lifetime: place.settings.lifetime,
    // What has the name is ours or somebody else's; another spec is drift, and no reason to lose what is in it.
    onConflict: 'adopt',
    ...(place.mounts === undefined ? {} : { mounts: place.mounts }),
  };
}

function issuesOf(
  spec: ContainerSpec,
  { HostConfig: host }: CreateContainerBody,
  { capacity }: SpecPlace['settings'],
): readonly Issue[] {
  const issues: Issue[] = [];
  const refuse = (path: string, got: unknown, expected: string, because: string) =>
    issues.push({ path, got: printable(got), expected, because });
  if (spec.name !== undefined)
    refuse('name', spec.name, 'none', 'a family names its containers by their keys');
  if (host?.RestartPolicy?.Name === 'always') {
    refuse(
      'restartPolicy',
      'always',
      "'no', 'on-failure' or 'unless-stopped'",
      'the engine would start members that sleep whenever it starts itself',
    );
  }
  if (host?.AutoRemove) refuse('autoRemove', true, 'false', 'a stopped member would lose its container');
  if (spec.dependsOn !== undefined) {
    refuse('dependsOn', spec.dependsOn, 'none', 'members of a family start by themselves');
  }
  if (Number.isFinite(capacity.memoryBytes) && !((host?.Memory ?? 0) > 0)) {
    refuse('limits.memory', host?.Memory, 'a limit', 'capacity.memory counts it');
  }
  return issues;
}

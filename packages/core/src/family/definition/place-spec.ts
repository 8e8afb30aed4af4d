import { type ContainerSpec, type Mount, toCreateBody } from '../../container/index.ts';
import type { CreateContainerBody } from '../../engine/index.ts';
import { type Issue, invalid, printable } from '../../errors/index.ts';
import { networkIssues, placeNetwork } from '../network/index.ts';
import type { FamilyProfile } from '../profile/index.ts';
import type { FamilySettings } from '../settings/family-settings.ts';

/** What a family adds to a spec of its author's. */
export interface SpecPlace {
  readonly family: string;
  /** Of the container. */
  readonly name: string;
  readonly settings: Pick<FamilySettings, 'lifetime' | 'capacity' | 'network'>;
  readonly profile: Pick<FamilyProfile, 'apply' | 'issuesOf'> | undefined;
  /** The mounts with the names of the key's own volumes. */
  volumes(mounts: readonly Mount[]): readonly Mount[];
  /** Names the network of an isolated member. */
  shard(): string;
}

/**
 * The spec of a member: what the author says, with what the family decides.
 *
 * @throws DocktopusError `spec.invalid` with everything that does not go in a family.
 */
export function placeSpec(authored: ContainerSpec, place: SpecPlace): ContainerSpec {
  const { settings, profile, family } = place;
  const { mounts, ...rest } = placeNetwork(authored, settings.network, place.shard);
  const spec: ContainerSpec = {
    ...rest,
    name: place.name,
    lifetime: settings.lifetime,
    // What has the name is ours or somebody else's; another spec is drift, and no reason to lose what is in it.
    onConflict: 'adopt',
    ...(mounts === undefined ? {} : { mounts: place.volumes(mounts) }),
  };
  const placed = profile?.apply(spec) ?? spec;
  const issues = [
    ...issuesOf(authored, toCreateBody(placed), settings),
    ...networkIssues(authored, settings.network),
    ...(profile?.issuesOf(placed) ?? []),
  ];
  if (issues.length > 0) throw invalid('spec.invalid', 'family.define', issues, family);
  return placed;
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

import { familyLabels, labelsOf } from '../../labels/index.ts';
import { shardPrefix } from '../key/index.ts';
import type { Member } from '../member/member.ts';
import { Shards } from '../network/index.ts';
import type { FamilyParts } from './family-parts.ts';

/** The networks of a family: those of a session carry its nonce, those of a persistent one are found again. */
export function familyShards(
  { authored, docker, identity, settings: { lifetime } }: FamilyParts,
  members: () => Iterable<Member>,
): Shards {
  const { name: family } = authored;
  const session = lifetime === 'session' ? identity.nonce : '';
  return new Shards({
    family,
    docker,
    prefix: shardPrefix(family, identity.blueprint, session),
    labels: (shard) => ({
      ...labelsOf({ ...identity, name: `${family}/network-${shard}`, lifetime }),
      [familyLabels.family]: family,
      [familyLabels.shard]: String(shard),
    }),
    members,
  });
}

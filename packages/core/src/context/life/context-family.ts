import type { BlueprintEnvironment } from '../../config/index.ts';
import type { Container, ContainerBuilder } from '../../container/index.ts';
import type { Docker } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import type { ContainerFamily, FamilyOptions } from '../../family/index.ts';
import type { FamilyParts } from '../../family/life/family-parts.ts';
import { OpenFamily } from '../../family/open-family.ts';
import { familySettings } from '../../family/settings/read-settings.ts';
import { type FamilyClock, familyClock } from '../../family/time/index.ts';
import { startLimiterOf } from '../../group/index.ts';
import type { Viewpoint } from '../../ownership/index.ts';

/** How a member of a family is made, for its key and its data. */
export type MemberDefinition<Key, Data> = (key: Key, data: Data) => ContainerBuilder<Container>;

/** What of a context's life its families stand on. */
interface FamilyGround {
  readonly docker: Docker;
  readonly identity: FamilyParts['identity'];
  readonly here: Viewpoint;
  readonly environment: Pick<BlueprintEnvironment, 'dataDir' | 'shutdownGraceMs'>;
}

/** A family as the author of a context has written it. */
export interface FamilyPlan<Key, Data> {
  readonly name: string;
  readonly define: MemberDefinition<Key, Data>;
  /** Whether `define` asks for data. */
  readonly takesData: boolean;
  readonly options: FamilyOptions<Key, Data>;
  readonly context: object;
}

/**
 * Makes a family of containers of the context; who calls this closes it.
 *
 * @param others the families that the context has already.
 * @throws DocktopusError `family.invalid`
 */
export function contextFamily<Key, Data>(
  { environment, docker, identity, here }: FamilyGround,
  { name, define, takesData, options, context }: FamilyPlan<Key, Data>,
  others: readonly ContainerFamily<unknown, unknown>[],
  clock: FamilyClock = familyClock,
): ContainerFamily<Key, Data> {
  const settings = familySettings(name, options);
  if (others.some((other) => other.name === name && !other.closed)) throw nameTaken(name);
  return new OpenFamily<Key, Data>(
    {
      authored: {
        name,
        takesData: takesData || options.data !== undefined || options.load !== undefined,
        define: (key, data) => define(key as Key, data as Data),
        context,
        options,
      },
      settings,
      docker,
      identity,
      here,
      dataDir: environment.dataDir,
      starts: startLimiterOf(docker),
      clock,
    },
    environment.shutdownGraceMs,
  );
}

function nameTaken(name: string): DocktopusError {
  return new DocktopusError('family.invalid', {
    operation: 'context.family',
    subject: name,
    reason: 'the context has a family of this name already',
    hint: 'Keep the one that it has, or choose another name',
    details: {},
  });
}

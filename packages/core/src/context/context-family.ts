import type { BlueprintEnvironment } from '../config/index.ts';
import type { Container, ContainerBuilder } from '../container/index.ts';
import type { Docker } from '../engine/index.ts';
import { ContainerFamily, type FamilyOptions } from '../family/index.ts';
import type { FamilyParts } from '../family/life/family-life.ts';
import { familySettings } from '../family/settings/read-settings.ts';
import { type FamilyClock, familyClock } from '../family/time/index.ts';
import { startLimiterOf } from '../group/index.ts';
import type { Viewpoint } from '../ownership/index.ts';
import type { Scope } from '../scope/index.ts';

/** How a member of a family is made, for its key and its data. */
export type MemberDefinition<Key, Data> = (key: Key, data: Data) => ContainerBuilder<Container>;

/** What of a context's life its families stand on. */
interface FamilyGround {
  readonly docker: Docker;
  readonly identity: FamilyParts['identity'];
  readonly here: Viewpoint;
  readonly environment: Pick<BlueprintEnvironment, 'dataDir' | 'shutdownGraceMs'>;
  readonly scope: Scope;
}

/** A family of containers of the context; it closes with the context. */
export function contextFamily<Key, Data>(
  ground: FamilyGround,
  name: string,
  define: MemberDefinition<Key, Data>,
  options: FamilyOptions<Key, Data>,
  context: unknown,
  takesData: boolean,
  clock: FamilyClock = familyClock,
): ContainerFamily<Key, Data> {
  const settings = familySettings(name, options);
  const { environment, docker, identity, here, scope } = ground;
  const family = new ContainerFamily<Key, Data>(
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
  const known = families.get(context as object) ?? [];
  families.set(context as object, [...known, family as unknown as ContainerFamily<unknown, unknown>]);
  return scope.use(family);
}

const families = new WeakMap<object, readonly ContainerFamily<unknown, unknown>[]>();

/** The families that a context has made so far, for what shows them. */
export function familiesOf(context: object): readonly ContainerFamily<unknown, unknown>[] {
  return families.get(context) ?? [];
}

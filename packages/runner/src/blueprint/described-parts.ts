import type {
  Container,
  ContainerBuilder,
  ContainerFamily,
  ContainerPool,
  DockerContext,
  FamilyKey,
  FamilyOptions,
  PoolOptions,
} from '@docktopus/core';
import type { DependsOnInput } from '@docktopus/core/spec';

declare const DEPENDENCIES: unique symbol;

/** A container as it is described, and which others it has to wait for. */
export type DescribedContainer<Names extends string = never> = WaitsFor<Names> & ContainerBuilder<Container>;

interface WaitsFor<Names extends string> {
  /** A type only. */
  readonly [DEPENDENCIES]?: Names;
  /** As on every builder; the compiler checks that the blueprint has containers of these names. */
  dependsOn<const Input extends readonly DependsOnInput[]>(
    ...names: Input
  ): DescribedContainer<Names | NamesIn<Input[number]>>;
}

type NamesIn<Input> = Input extends string ? Input : keyof Input & string;

/** A family as it is described. */
export class DescribedFamily<Key, Data> {
  readonly define: (key: Key, data: Data) => ContainerBuilder<Container>;
  readonly options: FamilyOptions<Key, Data>;

  constructor(
    define: (key: Key, data: Data) => ContainerBuilder<Container>,
    options: FamilyOptions<Key, Data>,
  ) {
    this.define = define;
    this.options = options;
  }
}

/** A pool as it is described. */
export class DescribedPool {
  readonly spec: ContainerBuilder<Container>;
  readonly options: PoolOptions;

  constructor(spec: ContainerBuilder<Container>, options: PoolOptions) {
    this.spec = spec;
    this.options = options;
  }
}

/** The parts of a blueprint as its functions returned them. */
export type DescribedParts = Readonly<
  // biome-ignore lint/suspicious/noExplicitAny: of any keys and data.
  Record<string, ContainerBuilder<Container> | DescribedFamily<any, any> | DescribedPool>
>;

/** What jobs get for what was described. */
export type PartsOf<Described extends DescribedParts> = {
  readonly [Name in keyof Described]: Described[Name] extends DescribedFamily<infer Key, infer Data>
    ? ContainerFamily<Key, Data>
    : Described[Name] extends DescribedPool
      ? ContainerPool
      : Container;
};

/** Names that would hide what functions are given besides, or what every context has. */
export const RESERVED = [
  'call',
  'container',
  'context',
  'cron',
  'env',
  'family',
  'init',
  'interval',
  'job',
  'pool',
  'webhook',
] as const;

type Reserved = (typeof RESERVED)[number] | keyof DockerContext;

/** Refuses a part whose name is reserved, and a container that waits for one that is not there. */
export type CheckedParts<Described> = {
  readonly [Name in keyof Described]: Name extends Reserved
    ? { readonly 'this name has a meaning already': Name }
    : Described[Name] extends WaitsFor<infer Names>
      ? [Exclude<Names, keyof Described>] extends [never]
        ? unknown
        : { readonly 'the blueprint has no container of this name': Exclude<Names, keyof Described> }
      : unknown;
};

/** Describes containers. */
export interface DescribingTools {
  /** A container of the blueprint, described call by call from its image on. */
  container(image: string): DescribedContainer;
  /** Containers of one definition, one for each key. */
  family<Key = FamilyKey, Data = undefined>(
    define: (key: Key, data: Data) => ContainerBuilder<Container>,
    options: FamilyOptions<Key, Data>,
  ): DescribedFamily<Key, Data>;
  /** Started containers that are used once each. */
  pool(spec: ContainerBuilder<Container>, options?: PoolOptions): DescribedPool;
}

/** When an existing container makes room for a new one. */
export type Recreate = 'changed' | 'always' | 'never';

/** How a plan brings a project up. */
export interface PlanUpOptions {
  /** Services that are meant; those that they depend on come along. @default all */
  readonly services?: readonly string[] | undefined;
  /** @default 'changed' */
  readonly recreate?: Recreate | undefined;
  /** The same for services that come along only. @default 'changed' */
  readonly recreateDependencies?: Recreate | undefined;
  /** Whether a new container takes over the anonymous volumes of its predecessor. @default true */
  readonly keepAnonymousVolumes?: boolean | undefined;
  /** Whether containers of services that the project does not have are removed. @default false */
  readonly removeOrphans?: boolean | undefined;
  /**
   * Whether a volume that was made with other settings, by its key, is removed with its data and created again. @default never
   */
  readonly recreateVolume?: ((key: string) => boolean) | undefined;
  /** Whether containers are started as well. @default true */
  readonly start?: boolean | undefined;
  /** Whether the plan ends when every container runs, and is healthy where it has a health check. @default false */
  readonly wait?: boolean | undefined;
}

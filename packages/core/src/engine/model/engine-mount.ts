/** One entry of `HostConfig.Mounts`. */
export interface EngineMount {
  readonly Target: string;
  /** A host path for `bind`, a name for `volume` (empty for an anonymous one), absent for `tmpfs`. */
  readonly Source?: string;
  readonly Type: 'bind' | 'volume' | 'image' | 'tmpfs' | 'npipe' | 'cluster';
  readonly ReadOnly?: boolean;
  readonly Consistency?: 'default' | 'consistent' | 'cached' | 'delegated';
  readonly BindOptions?: {
    readonly Propagation?: 'private' | 'rprivate' | 'shared' | 'rshared' | 'slave' | 'rslave';
    readonly NonRecursive?: boolean;
    readonly CreateMountpoint?: boolean;
    readonly ReadOnlyNonRecursive?: boolean;
    readonly ReadOnlyForceRecursive?: boolean;
  } | null;
  readonly VolumeOptions?: {
    readonly NoCopy?: boolean;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly DriverConfig?: {
      readonly Name?: string;
      readonly Options?: Readonly<Record<string, string>> | null;
    } | null;
    /** From API 1.45. */
    readonly Subpath?: string;
  } | null;
  readonly ImageOptions?: { readonly Subpath?: string } | null;
  readonly TmpfsOptions?: {
    readonly SizeBytes?: number;
    readonly Mode?: number;
    readonly Options?: readonly (readonly string[])[] | null;
  } | null;
}

/** Something of the host that a container sees at `target`. */
export type Mount = BindMount | VolumeMount | TmpfsMount | ImageMount;

/** How mounts below a bind mount spread between the host and the container. */
export type Propagation = 'private' | 'rprivate' | 'shared' | 'rshared' | 'slave' | 'rslave';

/** A path of the engine's host that is mounted into a container. */
export interface BindMount {
  readonly type: 'bind';
  /** Absolute path on the engine's host. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly propagation?: Propagation;
  /** SELinux label: `z` shared between containers, `Z` private. */
  readonly selinux?: 'z' | 'Z';
  readonly consistency?: 'consistent' | 'cached' | 'delegated';
  /** Whether the engine makes a missing `source` (as a directory of root); otherwise creation fails. */
  readonly createSource: boolean;
}

/** A volume that is mounted into a container. */
export interface VolumeMount {
  readonly type: 'volume';
  /** Absent for an anonymous volume, which goes with its container. */
  readonly name?: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** Leaves a new volume empty instead of filling it from the image. */
  readonly noCopy: boolean;
  readonly selinux?: 'z' | 'Z';
  /** A directory inside of the volume, from API 1.45. */
  readonly subpath?: string;
  /** For a volume that is made with the container. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly driver?: { readonly name: string; readonly options: Readonly<Record<string, string>> };
}

/** Memory, which goes with the container's process. */
export interface TmpfsMount {
  readonly type: 'tmpfs';
  readonly target: string;
  readonly readOnly: boolean;
  readonly sizeBytes?: number;
  /** Permission bits. */
  readonly mode?: number;
}

/** The files of an image, read-only; from API 1.48. */
export interface ImageMount {
  readonly type: 'image';
  readonly source: string;
  readonly target: string;
  /** A directory inside of the image. */
  readonly subpath?: string;
}

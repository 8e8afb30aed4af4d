/** Something copied into a container between its creation and its first start. */
export type FileToCopy = FileWithContent | FileFromHost;

export interface FileWithContent {
  readonly kind: 'content';
  /** Absolute path in the container. */
  readonly target: string;
  readonly content: string;
  readonly encoding: 'utf8' | 'base64';
  /** Permission bits. @default 0o644, 0o400 for a secret */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Never printed. */
  readonly secret: boolean;
}

/** A file or a directory of the host; a directory is copied with everything in it. */
export interface FileFromHost {
  readonly kind: 'host';
  /** Absolute path on the host. */
  readonly source: string;
  /** Absolute path in the container; what `source` is becomes this. */
  readonly target: string;
  /** Overrides the permission bits of a single file. */
  readonly mode?: number;
  readonly uid: number;
  readonly gid: number;
  readonly secret: boolean;
}

/** Something on the host that is to be packed; `path` is relative to the tree, `''` being its root. */
export interface HostEntry {
  readonly source: string;
  readonly path: string;
  readonly kind: 'directory' | 'file' | 'link';
  readonly mode: number;
  readonly size: number;
  readonly modifiedAt: Date;
  /** Of links. */
  readonly target?: string;
}

/** How far a pull or push is. */
export interface PullProgress {
  readonly reference: string;
  readonly layers: readonly LayerProgress[];
  /** Over all layers whose size is known. */
  readonly currentBytes: number;
  readonly totalBytes: number;
  /** The engine's latest remark about the whole: `'Status: Downloaded newer image for …'`. */
  readonly message: string;
}

/** How far the pull of one layer is. */
export interface LayerProgress {
  readonly id: string;
  /** `'retrying'`: the transfer has failed, and the engine waits before it tries again. */
  readonly phase: 'waiting' | 'transferring' | 'retrying' | 'unpacking' | 'done';
  /** Of the present phase. */
  readonly currentBytes: number;
  /** Of the present phase; 0 while it is not known. */
  readonly totalBytes: number;
}

/** GPUs (or other devices of a driver) that the engine picks. */
export interface GpuRequest {
  /** `'all'`, or how many; absent when `deviceIds` are given. */
  readonly count?: number | 'all';
  readonly deviceIds?: readonly string[];
  readonly driver?: string;
  /** Always includes `'gpu'`. */
  readonly capabilities: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

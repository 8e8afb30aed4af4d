import type { CallOptions } from '../scope/index.ts';
import type { Filters } from './engine.ts';

/** The engine's named volumes. */
export interface Volumes {
  /**
   * Makes sure that a volume `name` exists and fits. An existing one is checked: driver and driver options;
   * labels are not.
   *
   * @throws DocktopusError `engine.conflict` when another one of this name differs; `details.differences` says where.
   */
  ensure(name: string, options?: VolumeOptions): Promise<VolumeInspect>;
  /** @throws DocktopusError `volume.not-found` */
  inspect(name: string, options?: CallOptions): Promise<VolumeInspect>;
  /** @throws DocktopusError `volume.in-use` while containers use it. */
  remove(
    name: string,
    options?: CallOptions & { readonly force?: boolean | undefined },
  ): Promise<'removed' | 'gone'>;
  list(options?: CallOptions & { readonly filters?: Filters | undefined }): Promise<readonly VolumeInspect[]>;
}

/** Options of `docker.volumes.create()` and `ensure()`. */
export interface VolumeOptions extends CallOptions {
  /** @default 'local' */
  readonly driver?: string | undefined;
  readonly driverOptions?: Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What `GET /volumes/{name}` answers, as far as we rely on it. */
export interface VolumeInspect {
  readonly Name: string;
  readonly Driver: string;
  readonly Mountpoint: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly CreatedAt?: string;
  readonly Scope: string;
}

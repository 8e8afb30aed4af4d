import type { Readable } from 'node:stream';
import type { Observable } from 'rxjs';
import type { CallOptions } from '../../scope/index.ts';
import type { Filters } from '../engine.ts';
import type { RegistryAuth } from './auth/registry-auth.ts';
import type { BuildImageOptions } from './build/build-options.ts';
import type { ImageInspect } from './image-inspect.ts';
import type { ImageActivity } from './progress/image-activity.ts';
import type { PullProgress } from './progress/pull-progress.ts';

/** The engine's images: pull, push, look, tag, remove, load, build. */
export interface Images {
  /**
   * Each new state of each pull, push and build over this connection, for every caller: what `showProgress()` shows.
   * A pull that several share is one. Nothing is replayed.
   */
  readonly activity$: Observable<ImageActivity>;
  /**
   * Pulls `reference`, even if the engine has it, and resolves with the image.
   *
   * Callers who ask for the same image at the same time share one pull; it ends early only when all of them abort.
   *
   * @default timeoutMs 600_000
   * @throws DocktopusError `image.not-found`, `image.unauthorized`, `image.pull-failed`, `disk.full`
   */
  pull(reference: string, options?: PullOptions): Promise<ImageInspect>;
  /** The same as {@link pull}, with its progress. */
  startPull(reference: string, options?: PullOptions): ImagePull;
  /** @throws DocktopusError `image.not-found` */
  inspect(reference: string, options?: CallOptions): Promise<ImageInspect>;
  exists(reference: string, options?: CallOptions): Promise<boolean>;
  /** @default all false: images without a tag that others are made of are left out */
  list(
    options?: CallOptions & { readonly all?: boolean; readonly filters?: Filters },
  ): Promise<readonly ImageListEntry[]>;
  /** @throws DocktopusError `image.in-use` when something uses it and `force` is not given. */
  remove(
    reference: string,
    options?: CallOptions & {
      readonly force?: boolean | undefined;
      readonly keepUntaggedParents?: boolean | undefined;
    },
  ): Promise<'removed' | 'gone'>;
  /** Gives the image `reference` another name, `name`. */
  tag(reference: string, name: string, options?: CallOptions): Promise<void>;
  /** @default timeoutMs 600_000 @throws DocktopusError `image.unauthorized`, `image.not-found` */
  push(reference: string, options?: PushOptions): Promise<{ readonly digest: string | undefined }>;
  /** Loads the images of a `docker save` archive. @default timeoutMs 600_000 */
  load(archive: Readable | Buffer, options?: CallOptions): Promise<readonly string[]>;
  /** The images as a `docker save` archive. */
  save(references: readonly string[], options?: CallOptions): Promise<Readable>;
  /**
   * Builds the folder `folder`, without what its `.dockerignore` names: by the classic builder, or by BuildKit when the
   * Dockerfile uses what only BuildKit knows, such as `RUN --mount=type=cache` and `COPY --chmod`.
   *
   * @default timeoutMs 1_800_000
   * @throws DocktopusError `image.build-failed` with the failing step and its last lines in `details`;
   *   `engine.unsupported` for `RUN --mount=type=secret` and `ssh`, and for heredocs and the like before Docker 23.
   */
  build(folder: string, options?: BuildImageOptions): Promise<ImageInspect>;
}

/** Options of `docker.images.pull()`. */
export interface PullOptions extends CallOptions {
  /** `'linux/arm64'`. @default the engine's own */
  readonly platform?: string | undefined;
  /** @default what the Docker CLI's `config.json` and its credential helpers say about the registry */
  readonly auth?: RegistryAuth | undefined;
  /** Called with each new state of the pull. */
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
}

/** Options of `docker.images.push()`. */
export interface PushOptions extends CallOptions {
  readonly auth?: RegistryAuth | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
}

/** A pull under way. */
export interface ImagePull {
  readonly reference: string;
  /** The latest state first, then every new one; completes with the pull, fails with it. */
  readonly progress$: Observable<PullProgress>;
  /** Resolves when the engine has the image. */
  readonly completed: Promise<ImageInspect>;
}

/** One entry of `GET /images/json`. */
export interface ImageListEntry {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Created: number;
  readonly Size: number;
  readonly Labels: Readonly<Record<string, string>> | null;
}

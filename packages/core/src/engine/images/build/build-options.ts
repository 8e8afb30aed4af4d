import type { BuildStep } from '../../../errors/index.ts';
import type { CallOptions } from '../../../scope/index.ts';

/** How an image is built from a folder. */
export interface BuildImageOptions extends CallOptions {
  /** Names for it: `'name:tag'`. @default none: the image has its id only */
  readonly tags?: readonly string[] | undefined;
  /** Relative to the folder. @default 'Dockerfile' */
  readonly dockerfile?: string | undefined;
  /** The text of a Dockerfile, in place of a file of the folder. */
  readonly dockerfileText?: string | undefined;
  /** Of `ARG`. The engine takes them in a URL and the image remembers them: nothing for secrets. */
  readonly args?: Readonly<Record<string, string>> | undefined;
  /** The stage to stop at. @default the last */
  readonly target?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly platform?: string | undefined;
  /** @default false */
  readonly noCache?: boolean | undefined;
  /** Pulls the base images even if they are there. @default false */
  readonly pull?: boolean | undefined;
  /** As in `docker build --network`. */
  readonly networkMode?: string | undefined;
  /** Images whose layers are used as a cache. */
  readonly cacheFrom?: readonly string[] | undefined;
  /** `'name:address'` */
  readonly extraHosts?: readonly string[] | undefined;
  /** Of `/dev/shm`, in bytes. */
  readonly shmSize?: number | undefined;
  /** Called with each line of the build's output. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Called at the beginning of each step. */
  readonly onStep?: ((step: BuildStep) => void) | undefined;
}

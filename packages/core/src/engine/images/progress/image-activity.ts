import type { BuildStep } from '../../../errors/index.ts';
import type { PullProgress } from './pull-progress.ts';

/** A pull, push or build of a client, as it stands. */
export interface ImageActivity {
  /** Counted within the process: what tells one activity's states from another's. */
  readonly id: number;
  readonly kind: 'pull' | 'push' | 'build';
  /** The image's reference; of a build without a tag, its folder. */
  readonly subject: string;
  /** The error of a failed one reaches its caller. */
  readonly state: 'running' | 'done' | 'failed';
  /** Layer by layer; of a build, those of the base image that its step pulls. */
  readonly progress: PullProgress;
  /** Of builds: the step that has begun last. */
  readonly step?: BuildStep | undefined;
  readonly elapsedMs: number;
}

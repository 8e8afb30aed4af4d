import type { CallOptions } from '@docktopus/core';
import type { Plan } from '@docktopus/core/kit';
import type { ImageOptions } from '../plan/plan-images.ts';
import type { ProjectStep } from '../plan/project-step.ts';
import type { PlanUpOptions } from '../plan/up-options.ts';

/** What a project is to become. */
export interface PlanOptions
  extends CallOptions,
    ImageOptions,
    Omit<PlanUpOptions, 'recreateVolume' | 'start'> {
  /** How many containers services have, in place of what the file says. It is kept for later calls. */
  readonly scale?: Readonly<Record<string, number>> | undefined;
  /** Whether builds take what the engine has of earlier ones. @default unless a service's `build.no_cache` says otherwise */
  readonly buildCache?: boolean | undefined;
  /** Whether builds pull the images that they begin from. @default as `build.pull` says */
  readonly pullBases?: boolean | undefined;
  /**
   * Volumes, by their keys, that are removed with their data and created again if their settings have changed.
   *
   * @default none: they are used as they are, with a warning
   */
  readonly recreateVolumes?: readonly string[] | undefined;
}

/** Options of `project.up()`. */
export interface UpOptions extends PlanOptions {
  /** What {@link ComposeProject.plan} has returned; it is taken as it is. @default planned now */
  readonly plan?: Plan<ProjectStep> | undefined;
  /** The most time that a process gets before it is killed, in milliseconds. @default the container's own stop timeout */
  readonly graceMs?: number | undefined;
}

/** Options of `project.down()`. */
export interface DownOptions extends CallOptions {
  /** Named volumes of the project as well, with their data; external ones stay. @default false */
  readonly volumes?: boolean | undefined;
  /** Containers of services that the file does not have. @default false */
  readonly removeOrphans?: boolean | undefined;
  /** The most time that a process gets before it is killed, in milliseconds. @default the container's own stop timeout */
  readonly graceMs?: number | undefined;
}

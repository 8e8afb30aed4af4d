import type { ContainerView } from '../board/index.ts';

/** One state that a container has been in. */
export interface Moment {
  /** ISO 8601. */
  readonly at: string;
  readonly status: ContainerView['status'] | 'removed';
  readonly health: ContainerView['health'];
  readonly exitCode?: number;
  readonly oomKilled: boolean;
}

/** One event of the engine about a container. */
export interface EventView {
  /** ISO 8601. */
  readonly at: string;
  readonly action: string;
  /** What the engine adds: `exitCode 137`, `signal 15`. */
  readonly detail: string;
}

/** One setting, as the spec asks for it and as the engine has it. */
export interface SettingView {
  /** The name in the engine's create body: `HostConfig.Memory`. */
  readonly path: string;
  /** Absent when the spec is not known, or leaves the setting to the engine. */
  readonly wanted?: string;
  readonly actual: string;
  readonly differs: boolean;
}

/** Everything about one container; secrets are masked. */
export interface ContainerDetails {
  readonly container: ContainerView;
  /** Oldest first, at most 200. */
  readonly history: readonly Moment[];
  /** Oldest first, at most 200. */
  readonly events: readonly EventView[];
  readonly command: readonly string[];
  readonly settings: readonly SettingView[];
}

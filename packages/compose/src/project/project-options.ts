import type { LoadComposeOptions } from '../load/load-options.ts';
import type { ProjectPolicy } from './project-guard.ts';
import type { PlanOptions } from './up-request.ts';

/** How a project is read, and what it may be given. */
export interface ComposeProjectOptions extends LoadComposeOptions {
  /**
   * What its services, volumes, networks and builds may be given; relative paths begin in the working directory of the
   * project. `{}` and what you name in it is for files that others supply; `false` allows all that an engine has.
   *
   * @default `projectPolicy(workingDir)`: binds inside the project, named volumes, networks, ports as published; no
   * privileges, namespaces or devices of the host, and no engine's socket
   */
  readonly policy?: ProjectPolicy | undefined;
}

/** How a context keeps a project. */
export interface ComposeOptions extends ComposeProjectOptions {
  /**
   * `session`: containers and networks end with the blueprint, also when it is killed; volumes stay. `persistent`: all of
   * it stays until someone takes it down. What Docker Compose has started is never `session`.
   *
   * @default 'persistent'
   */
  readonly lifetime?: 'session' | 'persistent' | undefined;
  /** How it comes up. @default wait true */
  readonly up?: Omit<PlanOptions, 'signal' | 'timeoutMs'> | undefined;
}

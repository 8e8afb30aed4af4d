import type { PlanStep } from '@docktopus/core/kit';
import type { Network, Volume } from '../schema/index.ts';

/** What `up` and `down` do to a project. A container's resource is called after its service and number: `web-1`. */
export type ProjectStep =
  | PullImageStep
  | BuildImageStep
  | CreateNetworkStep
  | RemoveNetworkStep
  | CreateVolumeStep
  | RemoveVolumeStep
  | CreateContainerStep
  | ConnectStep
  | DisconnectStep
  | StopContainerStep
  | RemoveContainerStep
  | RenameContainerStep
  | StartContainerStep
  | WaitStep;

export interface PullImageStep extends PlanStep<'pull'> {
  readonly image: string;
  readonly platform: string | undefined;
}

export interface BuildImageStep extends PlanStep<'build'> {
  readonly service: string;
}

export interface CreateNetworkStep extends PlanStep<'create network'> {
  readonly key: string;
  readonly network: Network;
}

export interface RemoveNetworkStep extends PlanStep<'remove network'> {
  readonly key: string;
  /** A network that something else still uses may stay. */
  readonly mayStay: boolean;
}

export interface CreateVolumeStep extends PlanStep<'create volume'> {
  readonly key: string;
  readonly volume: Volume;
}

export interface RemoveVolumeStep extends PlanStep<'remove volume'> {
  readonly key: string;
  /** A volume that something else still uses may stay. */
  readonly mayStay: boolean;
}

interface ContainerStep<Op extends string> extends PlanStep<Op> {
  readonly service: string;
  readonly number: number;
  /** Whether the step is one of those that put a new container in the place of an old one. */
  readonly replacing: boolean;
}

export interface CreateContainerStep extends ContainerStep<'create'> {
  /** The engine's name, a temporary one while the container that makes room is there. */
  readonly name: string;
  /** The container whose anonymous volumes it takes over. */
  readonly inherits: string | undefined;
}

export interface StopContainerStep extends ContainerStep<'stop'> {
  readonly containerId: string;
}

export interface RemoveContainerStep extends ContainerStep<'remove'> {
  readonly containerId: string;
  /** Whether its anonymous volumes go with it. */
  readonly volumes: boolean;
}

export interface RenameContainerStep extends ContainerStep<'rename'> {
  /** Nothing for the container that a step of the plan creates. */
  readonly containerId: string | undefined;
  readonly name: string;
}

export interface StartContainerStep extends ContainerStep<'start'> {
  /** Nothing for the container that a step of the plan creates. */
  readonly containerId: string | undefined;
}

export interface ConnectStep extends ContainerStep<'connect'> {
  readonly containerId: string;
  /** The project's key of the network. */
  readonly network: string;
}

export interface DisconnectStep extends ContainerStep<'disconnect'> {
  readonly containerId: string;
  /** The engine's name of the network. */
  readonly network: string;
}

/** Waits for the containers of a service. */
export interface WaitStep extends PlanStep<'wait'> {
  readonly service: string;
  /** `ready`: healthy where there is a health check, else running. */
  readonly until: 'healthy' | 'completed' | 'ready';
  /** Whether the plan goes on when it does not come to that. */
  readonly optional: boolean;
}

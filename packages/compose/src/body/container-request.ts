import type { ContainerSpec } from '@docktopus/core';
import type { CreateContainerBody, ImageInspect } from '@docktopus/core/engine';
import type { ComposeModel, Service } from '../schema/index.ts';

/** One container that a service is to have, and what it is made from. */
export interface ServiceInstance {
  readonly model: ComposeModel;
  readonly name: string;
  /** Names of other services are replaced by ids of their containers, and files of profiles by their text. */
  readonly service: Service;
  readonly number: number;
  /** The container's name, not a temporary one. */
  readonly containerName: string;
  readonly image: string;
  /** The image as the engine has it. */
  readonly found: ImageInspect | undefined;
  /** What was mounted in the container that it replaces. */
  readonly inherited: readonly InheritedMount[];
  readonly apiVersion: string;
  /** The variables of the project, for configs and secrets that are taken from there. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface InheritedMount {
  readonly type: string;
  readonly name: string | undefined;
  readonly target: string;
  readonly writable: boolean;
}

/** What an engine is given for a container. */
export interface ContainerRequest {
  readonly body: CreateContainerBody;
  /** Networks that are connected before the start: engines before API 1.44 take one at creation. */
  readonly networks: readonly NetworkEndpoint[];
  /** Copied in before the first start. */
  readonly files: NonNullable<ContainerSpec['files']>;
}

export interface NetworkEndpoint {
  /** The engine's name of the network. */
  readonly network: string;
  readonly settings: EndpointSettings;
}

export type EndpointSettings = NonNullable<
  NonNullable<NonNullable<CreateContainerBody['NetworkingConfig']>['EndpointsConfig']>[string]
>;

export type HostConfig = NonNullable<CreateContainerBody['HostConfig']>;

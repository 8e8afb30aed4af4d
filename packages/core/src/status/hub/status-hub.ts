import type { ContainerInspect, Engine } from '../../engine/index.ts';
import type { ContainerSnapshot } from '../container-snapshot.ts';
import { containerKind } from './container-kind.ts';
import type { HubOptions } from './hub-options.ts';
import { ResourceHub } from './resource-hub.ts';

/** The calls that live status is made of. */
export type StatusEngine = Pick<Engine, 'watchEvents' | 'listContainers' | 'inspectContainer' | 'ping'>;

/** Live status of any number of containers over one event connection: {@link ResourceHub}. */
export class StatusHub extends ResourceHub<ContainerSnapshot, ContainerInspect> {
  constructor(engine: StatusEngine, options: HubOptions = {}) {
    super(containerKind(engine), engine, options);
  }
}

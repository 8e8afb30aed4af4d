export type { AuthoredContext } from './authored-context.ts';
export {
  type Cleanup,
  CONNECT_OPTIONS,
  type ConnectOptions,
  type ContainerOverride,
  type ContextOverrides,
} from './connect-options.ts';
export { type CurrentJob, inJob } from './current-job.ts';
export { declareFamily, type FamilyDefinition } from './declare-family.ts';
export {
  type ContainerDefinition,
  type ContainerFactory,
  declareContainer,
  declaredContainers,
  declareInInit,
} from './declared-containers.ts';
export { declaredFamilies } from './declared-families.ts';
export { type ContextPart, declarePart, type PartDefinition, type PartGround } from './declared-parts.ts';
export { connectContext, DockerContext } from './docker-context.ts';
export { DOCKER, DOCKERODE } from './docker-tokens.ts';
export { type JobContainer, jobContainers, removeJobContainers } from './job-containers.ts';
export { familiesOf } from './life/life-of.ts';
export { LiveContexts } from './life/live-contexts.ts';
export type { OwnedNetworkOptions, OwnedNetworks } from './life/owned-networks.ts';

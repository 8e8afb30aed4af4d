export type { AuthoredContext } from './authored-context.ts';
export { connectContext } from './connect-context.ts';
export type { Cleanup, ConnectOptions, ContainerOverride, ContextOverrides } from './connect-options.ts';
export {
  container,
  type InjectedContainerDecorator,
  type ManagedContainerDecorator,
} from './container-decorator.ts';
export { familiesOf } from './context-family.ts';
export { DOCKER, DOCKERODE } from './context-injector.ts';
export { type ContextPart, declarePart, type PartDefinition, type PartGround } from './context-part.ts';
export { type CurrentJob, inJob } from './current-job.ts';
export {
  type ContainerDefinition,
  type ContainerFactory,
  declareContainer,
  declaredContainers,
} from './declared-containers.ts';
export { declaredFamilies, declareFamily, type FamilyDefinition } from './declared-families.ts';
export { DockerContext } from './docker-context.ts';
export { family, type InjectedFamilyDecorator, type ManagedFamilyDecorator } from './family-decorator.ts';
export { type JobContainer, jobContainers, removeJobContainers } from './job-containers.ts';
export { declareInInit } from './left-containers.ts';
export { LiveContexts } from './live-contexts.ts';
export type { OwnedNetworkOptions, OwnedNetworks } from './owned-resources.ts';

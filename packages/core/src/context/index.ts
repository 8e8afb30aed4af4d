export type { AuthoredContext } from './authored-context.ts';
export { connectContext } from './connect-context.ts';
export type { Cleanup, ConnectOptions, ContainerOverride, ContextOverrides } from './connect-options.ts';
export {
  container,
  type InjectedContainerDecorator,
  type ManagedContainerDecorator,
} from './container-decorator.ts';
export { type CurrentJob, inJob } from './current-job.ts';
export { declareFamily, type FamilyDefinition } from './declare-family.ts';
export {
  type ContainerDefinition,
  type ContainerFactory,
  declareContainer,
  declaredContainers,
  declareInInit,
} from './declared-containers.ts';
export { type ContextPart, declarePart, type PartDefinition, type PartGround } from './declared-parts.ts';
export { DockerContext } from './docker-context.ts';
export { DOCKER, DOCKERODE } from './docker-tokens.ts';
export { family, type InjectedFamilyDecorator, type ManagedFamilyDecorator } from './family-decorator.ts';
export { type JobContainer, jobContainers, removeJobContainers } from './job-containers.ts';
export { declaredFamilies, familiesOf } from './known-families.ts';
export type { OwnedNetworkOptions, OwnedNetworks } from './life/owned-networks.ts';
export { LiveContexts } from './live-contexts.ts';

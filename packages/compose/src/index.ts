// The public surface, room by room.

export { type Interpolation, interpolate, type Plan, parseEnvFile } from '@docktopus/core/kit';
export type { ComposeErrorCodes } from './error-codes.ts';
export type { LoadedCompose } from './load/load-compose.ts';
export { loadCompose } from './load/load-compose.ts';
export type { ComposeFile, LoadComposeOptions } from './load/load-options.ts';
export type { ProjectStep } from './plan/project-step.ts';
export type { Recreate } from './plan/up-options.ts';
export { type ComposeDecorator, compose } from './project/compose-decorator.ts';
export { ComposeProject } from './project/compose-project.ts';
export { ComposeService, type ContainerChoice, type ServiceLogLine } from './project/compose-service.ts';
export { type DockerfileSource, deployDockerfile } from './project/deploy-dockerfile.ts';
export { composeProject } from './project/open-project.ts';
export type { ProjectPolicy } from './project/project-guard.ts';
export type { ComposeOptions, ComposeProjectOptions } from './project/project-options.ts';
export type { ServiceStatus } from './project/service-status.ts';
export type { DownOptions, PlanOptions, UpOptions } from './project/up-request.ts';
export type {
  ComposeModel,
  Config,
  Model,
  Network,
  Secret,
  Service,
  Volume,
} from './schema/index.ts';
export type { ComposeIssue } from './tree/index.ts';

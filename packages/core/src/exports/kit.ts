// What packages like ours are built with: lifetimes and deadlines, the injector's insides, groups of containers, labels,
// readers. Authors of blueprints need none of it.

export {
  CONFIGURATION,
  type ConfigSource,
  Configuration,
  EnvironmentSchema,
  type Field,
  type Fields,
  type FieldValues,
  type GivenSetting,
  type ValueDecorator,
} from '../config/index.ts';
export type {
  Adoption,
  AdoptionVerdict,
  Creatable,
  ExistingContainer,
  SlotClaim,
  SlotOwner,
} from '../container/index.ts';
export {
  type AuthoredContext,
  type ContainerDefinition,
  type ContainerFactory,
  type ContainerOverride,
  type ContextPart,
  connectContext,
  declaredContainers,
  declarePart,
  familiesOf,
  type InjectedContainerDecorator,
  LiveContexts,
  type ManagedContainerDecorator,
  type OwnedNetworkOptions,
  type OwnedNetworks,
  type PartDefinition,
  type PartGround,
} from '../context/index.ts';
export {
  type Constructor,
  type InjectionToken,
  methodParameters,
  type ParameterSource,
  type Provider,
  type SourceDecorator,
  sourceDecorator,
  type TokenResolver,
  tokenName,
} from '../di/index.ts';
export {
  type ArgInstruction,
  type Dockerfile,
  type DockerfileArg,
  type DockerfileHealthcheck,
  type DockerfileImagesOptions,
  type DockerfileStage,
  dockerfileImages,
  type Heredoc,
  type Instruction,
  type RunMount,
  readDockerfile,
} from '../dockerfile/index.ts';
export { type EngineCandidate, engineCandidates } from '../engine/index.ts';
export {
  type AnyDocktopusError,
  type BuildStep,
  type DescribeErrorOptions,
  type Difference,
  type ErrorDetails,
  HIDDEN,
  invalid,
  nearest,
  plainText,
  printable,
  printIssue,
  type SharedDetails,
  schemaExpectation,
  type TriedPlace,
  type VersionRange,
  withoutUserInfo,
} from '../errors/index.ts';
export {
  ContainerGroup,
  ContainerRegistry,
  type Executors,
  executePlan,
  type GroupOwner,
  type GroupStep,
  type Plan,
  type PlanStep,
  type ResourceStep,
  resourceExecutors,
  startLimiterOf,
} from '../group/index.ts';
export { type HostAccess, hostError, onHost } from '../host/index.ts';
export {
  checkOptions,
  LONGEST_TIMER_MS,
  type OptionReaders,
  Problems,
  type Reader,
  readFlag,
  readInteger,
  readMilliseconds,
  readNumber,
  readText,
  readTimeout,
  readWord,
} from '../input/index.ts';
export { isRecord } from '../json/index.ts';
export { familyLabels, labelsOf, type Ownership, ownershipOf } from '../labels/index.ts';
export { judgePrintedSession, type SessionVerdict, type SweepStep } from '../ownership/index.ts';
export {
  abortable,
  allErrors,
  type Closeable,
  type Deadline,
  type Deferred,
  delay,
  Mutex,
  onAbort,
  Scope,
  Semaphore,
  settledWithin,
  startDeadline,
  throwAll,
  WaitingLine,
  withResolvers,
} from '../scope/index.ts';
export type { Revealable } from '../secrets/index.ts';
export {
  type HubOptions,
  type StatusEngine,
  StatusHub,
  statusHub,
  watchContainer,
} from '../status/index.ts';
export {
  type EnvFile,
  type EnvFileProblem,
  type Interpolation,
  interpolate,
  parseEnvFile,
  parsePlainEnvFile,
  type ShellWords,
  splitShellWords,
  type TemplateVariable,
  templateVariables,
  type Variables,
} from '../text/index.ts';

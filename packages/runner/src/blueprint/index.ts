export { Blueprint, blueprint } from './blueprint.ts';
export type { BlueprintDefinition, EnvOf, Ground, InitialisedGround } from './blueprint-definition.ts';
export type {
  CheckedParts,
  DescribedContainer,
  DescribedFamily,
  DescribedParts,
  DescribedPool,
  DescribingTools,
  PartsOf,
} from './described-parts.ts';
export type { JobMaker, JobTypesOf, RunningCall, TypedJob, TypedJobOptions, TypedJobs } from './job-maker.ts';
export type { ProducerTools } from './producer-maker.ts';

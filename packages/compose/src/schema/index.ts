export type { ComposeModel } from './compose-model.ts';
export { MOST_CONTAINERS } from './deploy.ts';
export type { Kind, MergeRule } from './kind.ts';
export type { ModelOf } from './kinds.ts';
export {
  type Config,
  type Model,
  NETWORK,
  type Network,
  PROJECT,
  type Secret,
  VOLUME,
  type Volume,
} from './project.ts';
export { SERVICE, type Service } from './service.ts';

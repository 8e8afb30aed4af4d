export type { Kind, MergeRule } from './kind.ts';
export type { ModelOf } from './kinds.ts';
export {
  type Config,
  type Model,
  type Network,
  PROJECT,
  type Secret,
  type Volume,
} from './project.ts';
export { SERVICE, type Service } from './service.ts';

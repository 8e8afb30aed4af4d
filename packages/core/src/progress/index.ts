export type { ProgressFormat } from './progress-format.ts';
export { type ShowProgressOptions, showProgress } from './show-progress.ts';

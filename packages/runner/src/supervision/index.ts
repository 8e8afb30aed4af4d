export { ComponentGroup } from './component-group.ts';
export type { RestartOptions, RestartPolicy } from './restart-policy.ts';
export type { Supervised } from './supervise.ts';

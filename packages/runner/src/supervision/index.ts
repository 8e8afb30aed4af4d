export { ComponentGroup } from './component-group.ts';
export { type RestartOptions, type RestartPolicy, readRestart } from './restart-policy.ts';
export type { Supervised } from './supervise.ts';

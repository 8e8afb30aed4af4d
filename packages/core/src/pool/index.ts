export { ContainerPool } from './container-pool.ts';
export type { Lease } from './lease.ts';
export type { PoolOptions } from './pool-options.ts';
export type { PoolState } from './pool-state.ts';
export { type PoolSource, WarmPool } from './warm-pool.ts';

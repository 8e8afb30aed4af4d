export { ContainerPool, type PoolSource, type PoolState } from './container-pool.ts';
export type { Lease } from './lease.ts';
export type { PoolOptions } from './pool-options.ts';

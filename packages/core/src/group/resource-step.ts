import type { NetworkOptions, VolumeOptions } from '../engine/index.ts';
import type { PlanStep } from './plan-step.ts';

/** What a plan does to networks and volumes; the resource's name is the engine's. */
export type ResourceStep =
  | CreateNetworkStep
  | CreateVolumeStep
  | PlanStep<'remove network'>
  | PlanStep<'remove volume'>;

export interface CreateNetworkStep extends PlanStep<'create network'> {
  readonly options?: Omit<NetworkOptions, 'signal' | 'timeoutMs'> | undefined;
}

export interface CreateVolumeStep extends PlanStep<'create volume'> {
  readonly options?: Omit<VolumeOptions, 'signal' | 'timeoutMs'> | undefined;
}

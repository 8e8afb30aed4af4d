import type { ContainerSpec } from './container-spec.ts';
import { options } from './index.ts';
import type { Call } from './option.ts';

type Options = typeof options;

/** A method of the builder. */
export type CallName = { [K in keyof Options]: keyof Options[K]['calls'] }[keyof Options];

/** What a method of the builder sets, and how. */
export interface CallRule<K extends keyof ContainerSpec = keyof ContainerSpec> {
  readonly field: K;
  readonly call: Call<NonNullable<ContainerSpec[K]>>;
}

/** The rule of every method. */
export const callRules = Object.fromEntries(
  Object.entries(options).flatMap(([field, { calls }]) =>
    Object.entries(calls).map(([method, call]) => [method, { field, call }]),
  ),
) as unknown as Readonly<Record<CallName, CallRule>>;

import type { ContainerSpec, SlotOwner } from '../container/index.ts';

/** Whose the containers of a group are: how they are named, found and recognised. */
export interface GroupOwner {
  /** Names the group in errors: `'context'` makes `context.start`. */
  readonly kind: string;
  /** The labels, as `key` or `key=value`, by which one list finds the containers that the group may take over. */
  readonly labels: readonly string[];
  /** The member that a container belongs to, by its labels; `undefined` for none that the group may take over. */
  memberOf(labels: Readonly<Record<string, string>>): string | undefined;
  /** The engine's name for the container of a member whose spec gives none. */
  engineName(member: string, spec: ContainerSpec): string;
  /** Why there cannot be a container of that member yet, as a clause; `undefined` when there can. */
  newBecause(member: string, spec: ContainerSpec): string | undefined;
  /** Called before the engine is asked for the container of a member, which will use it from then on. */
  announceUse?(member: string, spec: ContainerSpec, signal: AbortSignal): Promise<void>;
  /** Why the container of a member may not be replaced now, as a clause; `undefined` when it may. */
  objection?(member: string, spec: ContainerSpec, signal: AbortSignal): Promise<string | undefined>;
  /** The owner of the slot of a member, whose spec has its engine name by then. */
  slotOwner(member: string, spec: ContainerSpec): SlotOwner;
}

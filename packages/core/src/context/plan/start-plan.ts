import type { DependencyCondition, OnConflict } from '../../container/index.ts';
import type { Lifetime, Ownership } from '../../labels/index.ts';
import { type ContainerStatus, isUsable } from '../../status/index.ts';
import { dependencyOrder } from './dependency-order.ts';

/** A container as the context wants it. */
export interface DesiredContainer {
  readonly name: string;
  /** What the engine calls it. */
  readonly engineName: string;
  readonly lifetime: Lifetime;
  readonly onConflict: OnConflict;
  readonly specHash: string;
  readonly dependsOn: Readonly<Record<string, DependencyCondition>>;
}

/** A container that the engine has. */
export interface ObservedContainer {
  readonly id: string;
  readonly engineName: string;
  readonly status: ContainerStatus;
  readonly ownership: Ownership;
}

/** What is done about one container, in the order of the plan. */
export interface StartStep {
  readonly name: string;
  readonly engineName: string;
  /** `refuse`: it exists, and the spec says that this is an error. */
  readonly action: 'create' | 'adopt' | 'replace' | 'refuse';
  readonly why: string;
  /** Ids of containers of ours that give way before. */
  readonly removes: readonly string[];
  readonly after: Readonly<Record<string, DependencyCondition>>;
}

/** Compares what is wanted with what is there. Deciding twice on the same facts gives the same plan. */
export function planStart(
  blueprint: string,
  desired: readonly DesiredContainer[],
  observed: readonly ObservedContainer[],
): readonly StartStep[] {
  return dependencyOrder(desired, 'context.plan').map((wanted) => {
    const existing = observed.filter(({ ownership: owner }) => {
      return owner.blueprint === blueprint && owner.name === wanted.name && owner.lifetime === 'persistent';
    });
    return {
      name: wanted.name,
      engineName: wanted.engineName,
      after: wanted.dependsOn,
      ...decide(wanted, wanted.lifetime === 'persistent' ? existing : []),
    };
  });
}

/**
 * One line for each step: `replace db as cache-db, removing 1f0e…: its spec has changed; after net completed`.
 */
export function printStart(steps: readonly StartStep[]): string {
  return steps
    .map(({ name, engineName, action, why, removes, after }) => {
      const removing =
        removes.length === 0 ? '' : `, removing ${removes.map((id) => id.slice(0, 12)).join(', ')}`;
      const conditions = Object.entries(after).map(([other, condition]) => `${other} ${condition}`);
      const waits = conditions.length === 0 ? '' : `; after ${conditions.join(', ')}`;
      return `${action} ${name} as ${engineName}${removing}: ${why}${waits}`;
    })
    .join('\n');
}

type Decision = Pick<StartStep, 'action' | 'why' | 'removes'>;

function decide(wanted: DesiredContainer, existing: readonly ObservedContainer[]): Decision {
  const ids = existing.map(({ id }) => id);
  const [first] = existing;
  if (first === undefined) {
    const why = wanted.lifetime === 'session' ? 'one for each session' : 'there is none yet';
    return { action: 'create', why, removes: [] };
  }
  if (wanted.onConflict === 'error') {
    return { action: 'refuse', why: `${first.engineName} exists, and onConflict is 'error'`, removes: [] };
  }
  if (wanted.onConflict === 'replace')
    return { action: 'replace', why: "onConflict is 'replace'", removes: ids };

  const same = existing.find((candidate) => isAsWanted(candidate, wanted));
  if (same !== undefined) {
    const removes = ids.filter((id) => id !== same.id);
    return { action: 'adopt', why: `it is there with the same spec, ${same.status}`, removes };
  }
  const why = existing.some(({ ownership }) => ownership.specHash === wanted.specHash)
    ? `it is there as ${first.engineName}, ${first.status}`
    : 'its spec has changed';
  return { action: 'replace', why, removes: ids };
}

function isAsWanted(candidate: ObservedContainer, wanted: DesiredContainer): boolean {
  return (
    candidate.ownership.specHash === wanted.specHash &&
    candidate.engineName === wanted.engineName &&
    isUsable(candidate.status)
  );
}

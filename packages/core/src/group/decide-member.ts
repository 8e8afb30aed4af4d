import {
  type DependencyCondition,
  decideExisting,
  type ExistingContainer,
  type OnConflict,
  type PullPolicy,
  printChanges,
  type SlotClaim,
  type SpecChange,
} from '../container/index.ts';

/** A member of a group as it is wanted. */
export interface DesiredMember {
  readonly name: string;
  /** The engine's name for its container; `undefined` when the slot makes one up. */
  readonly engineName: string | undefined;
  /** Why there cannot be a container of that name yet; `undefined` when there can. */
  readonly newBecause: string | undefined;
  /** The container that is in the slot already. */
  readonly containerId: string | undefined;
  readonly onConflict: OnConflict;
  readonly dependsOn: Readonly<Record<string, DependencyCondition>>;
  readonly image: string;
  readonly platform: string | undefined;
  readonly pull: PullPolicy;
  /** What its readiness is, in words; `undefined` when it is ready once it runs. */
  readonly readiness: string | undefined;
  readonly adopts: SlotClaim['adopts'];
  /** What its spec changes against a container with these labels. */
  readonly changes: (labels: ExistingContainer['labels']) => readonly SpecChange[];
}

/** A container that the engine has. */
export interface ObservedContainer extends ExistingContainer {
  /** The member of the group that its labels name. */
  readonly member: string | undefined;
}

/** What happens to the container of a member. `keep`: it is already in its slot. */
export interface MemberDecision {
  readonly member: DesiredMember;
  readonly action: 'create' | 'adopt' | 'replace' | 'keep' | 'refuse';
  /** As a clause. */
  readonly why: string;
  /** What to do about a refusal. */
  readonly hint?: string | undefined;
  /** The container to adopt. */
  readonly containerId?: string | undefined;
  /** Ids of the containers that make room. */
  readonly removes: readonly string[];
  /** Of a replacement: what the new spec changes, as far as the former container tells. */
  readonly changes?: readonly SpecChange[] | undefined;
}

/** Compares a member with the engine's containers. The same facts always give the same decision. */
export function decideMember(member: DesiredMember, observed: readonly ObservedContainer[]): MemberDecision {
  if (member.containerId !== undefined) {
    return { member, action: 'keep', why: 'its container is there', removes: [] };
  }
  if (member.newBecause !== undefined) {
    return { member, action: 'create', why: member.newBecause, removes: [] };
  }
  const candidates = observed.flatMap((container) => judge(member, container));
  const refused = candidates.find(({ action }) => action === 'refuse');
  if (refused !== undefined) {
    return {
      member,
      action: 'refuse',
      why: `${refused.container.name} exists, and ${refused.why}`,
      hint: refused.foreign ? FOREIGN_HINT : ERROR_HINT,
      removes: [],
    };
  }
  const adopted = candidates.find(({ action }) => action === 'adopt');
  const removes = candidates.filter((each) => each !== adopted).map(({ container }) => container.id);
  if (adopted !== undefined) {
    const { id, status } = adopted.container;
    return { member, action: 'adopt', why: `${adopted.why}, ${status}`, containerId: id, removes };
  }
  const [first] = candidates;
  if (first === undefined) return { member, action: 'create', why: 'there is none yet', removes };
  const changes = member.changes(first.container.labels);
  const what = changes.length === 0 ? '' : `: ${printChanges(changes)}`;
  return { member, action: 'replace', why: `${first.why}${what}`, removes, changes };
}

interface Candidate {
  readonly container: ObservedContainer;
  readonly action: 'adopt' | 'replace' | 'refuse';
  readonly why: string;
  readonly foreign: boolean;
}

const FOREIGN_HINT = 'Choose another name, or remove that container';
const ERROR_HINT = "Remove it, or set onConflict to 'adopt' or 'replace'";

/** Empty for a container that has nothing to do with the member, or is going away by itself. */
function judge(member: DesiredMember, container: ObservedContainer): Candidate[] {
  const hasName = container.name === member.engineName;
  if (!hasName && container.member !== member.name) return [];
  const verdict = member.adopts(container);
  const foreign = verdict.adoption === 'foreign';
  if (foreign && !hasName) return [];
  const decision = decideExisting({ ours: false, status: container.status, verdict }, member.onConflict);
  const { action, why } = decision;
  if (action === 'retry' || action === 'take') return [];
  if (action === 'adopt' && !hasName) {
    return [{ container, action: 'replace', why: `it is called ${container.name}`, foreign }];
  }
  return [{ container, action, why, foreign }];
}

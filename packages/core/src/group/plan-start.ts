import type { DependencyCondition } from '../container/index.ts';
import type { DesiredMember, MemberDecision } from './decide-member.ts';
import type { GroupStep, PullStep } from './group-step.ts';
import type { Plan, Resource } from './plan-step.ts';

/**
 * The steps that start what was decided, in the order of the decisions: each member comes after those it depends on.
 *
 * @param missing images, as {@link imageKey} names them, that the engine does not have.
 */
export function planStart(
  decisions: readonly MemberDecision[],
  missing: ReadonlySet<string>,
): Plan<GroupStep> {
  const awaited = new Set(decisions.flatMap(({ member }) => completions(member)));
  const members = new Map(decisions.map(({ member }) => [member.name, member]));
  const pulls = planPulls(decisions, missing);
  const steps = decisions.flatMap((decision): GroupStep[] => {
    const { member } = decision;
    const dependencies = Object.entries(member.dependsOn).flatMap(([name, condition]) => {
      const dependency = members.get(name);
      return dependency === undefined ? [] : [reached(dependency, condition)];
    });
    const pull = pulls.get(imageKey(member));
    const first = firstStep(decision, dependencies, pull?.id);
    return [
      ...(first === undefined ? [] : [first]),
      startStep(decision, first === undefined ? dependencies : [first.id]),
      ...readyStep(member),
      ...(awaited.has(member.name) ? [completedStep(member)] : []),
    ];
  });
  return [...pulls.values(), ...steps];
}

/** Tells images apart that an engine may have for one platform and not for another. */
export function imageKey({ image, platform }: Pick<DesiredMember, 'image' | 'platform'>): string {
  return platform === undefined ? image : `${image} for ${platform}`;
}

/** Whether a decision makes a container, for which an image has to be there. */
export function makesContainer({ action }: MemberDecision): boolean {
  return action === 'create' || action === 'replace';
}

function planPulls(
  decisions: readonly MemberDecision[],
  missing: ReadonlySet<string>,
): Map<string, PullStep> {
  const pulls = new Map<string, PullStep>();
  for (const { member } of decisions.filter(makesContainer)) {
    const key = imageKey(member);
    const always = member.pull === 'always';
    if (pulls.has(key) || member.pull === 'never' || !(always || missing.has(key))) continue;
    pulls.set(key, {
      id: `pull ${key}`,
      op: 'pull',
      resource: { kind: 'image', name: member.image },
      cause: always ? "pull is 'always'" : 'the engine does not have it',
      after: [],
      image: member.image,
      platform: member.platform,
    });
  }
  return pulls;
}

function firstStep(
  { member, action, why, containerId = '', removes, changes = [] }: MemberDecision,
  dependencies: readonly string[],
  pull: string | undefined,
): GroupStep | undefined {
  const { name, engineName } = member;
  const removing = removes.length === 0 ? '' : `removing ${removes.map((id) => id.slice(0, 12)).join(', ')}`;
  const detail = [engineName && `as ${engineName}`, removing].filter(Boolean).join(', ') || undefined;
  const about = { resource: container(name), cause: why, detail };
  const after = pull === undefined ? dependencies : [pull, ...dependencies];
  const pulled = pull !== undefined;
  switch (action) {
    case 'create':
      return { ...about, id: `create ${name}`, op: 'create', after, pulled };
    case 'replace':
      return { ...about, id: `replace ${name}`, op: 'replace', after, pulled, removes, changes };
    case 'adopt':
      return { ...about, id: `adopt ${name}`, op: 'adopt', after: dependencies, containerId, removes };
    default:
      return undefined;
  }
}

function startStep({ member, action }: MemberDecision, after: readonly string[]): GroupStep {
  return {
    id: startId(member),
    op: 'start',
    resource: container(member.name),
    cause: action === 'adopt' || action === 'keep' ? 'unless it runs' : 'it is new',
    after,
    until: member.readiness === undefined ? 'started' : 'ready',
  };
}

function readyStep(member: DesiredMember): GroupStep[] {
  if (member.readiness === undefined) return [];
  return [
    {
      id: readyId(member),
      op: 'wait',
      resource: container(member.name),
      cause: member.readiness,
      after: [startId(member)],
      until: 'ready',
    },
  ];
}

function completedStep(member: DesiredMember): GroupStep {
  return {
    id: completedId(member),
    op: 'wait',
    resource: container(member.name),
    cause: 'others need its exit code 0',
    after: [startId(member)],
    until: 'completed',
  };
}

/** The step that a dependency of `condition` on `member` waits for. */
function reached(member: DesiredMember, condition: DependencyCondition): string {
  if (condition === 'completed') return completedId(member);
  return condition === 'ready' && member.readiness !== undefined ? readyId(member) : startId(member);
}

/** The members whose completion `member` waits for. */
function completions({ dependsOn }: DesiredMember): readonly string[] {
  return Object.keys(dependsOn).filter((name) => dependsOn[name] === 'completed');
}

const startId = ({ name }: DesiredMember) => `start ${name}`;
const readyId = ({ name }: DesiredMember) => `wait for ${name} ready`;
const completedId = ({ name }: DesiredMember) => `wait for ${name} completed`;
const container = (name: string): Resource => ({ kind: 'container', name });

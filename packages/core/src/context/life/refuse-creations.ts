import { invalid } from '../../errors/index.ts';
import type { GroupStep, Plan } from '../../group/index.ts';
import { throwAll } from '../../scope/index.ts';
import type { ContextLife } from './context-life.ts';
import type { ContextParts } from './context-parts.ts';

/**
 * Holds all that a start would make against the policy, and against what the engine's host has, before anything is made.
 *
 * @throws DocktopusError `policy.refused`, `spec.invalid` with the problems of all containers; an `AggregateError` of both.
 */
export async function refuseCreations(
  { group, connection: { name } }: ContextLife,
  plan: Plan<GroupStep>,
  parts: ContextParts,
  signal: AbortSignal,
): Promise<void> {
  const [own, ofParts] = await Promise.all([group.issuesOf(plan, signal), parts.policyIssues(signal)]);
  const policy = [...own.policy, ...ofParts];
  const refusals = [
    ...(policy.length > 0 ? [invalid('policy.refused', 'context.plan', policy, name)] : []),
    ...(own.spec.length > 0 ? [invalid('spec.invalid', 'context.plan', own.spec, name)] : []),
  ];
  throwAll(refusals, `${name} cannot start: ${policy.length + own.spec.length} problems`);
}

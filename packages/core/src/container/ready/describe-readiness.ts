import type { ContainerSpec } from '../options/container-spec.ts';
import { describeCondition } from './describe-condition.ts';
import { hasReadiness } from './has-readiness.ts';

/** What a start of this spec waits for, as it would be written; `undefined` when the container is ready once it runs. */
export function describeReadiness(spec: Partial<ContainerSpec>): string | undefined {
  if (!hasReadiness(spec)) return undefined;
  if (spec.readyWhen !== undefined) return describeCondition(spec.readyWhen);
  if (spec.healthcheck !== undefined && spec.healthcheck !== 'none') return 'healthy';
  const published = (spec.ports ?? []).filter(({ protocol }) => protocol === 'tcp');
  const conditions = published.map(({ containerPort }) => ({ kind: 'port', port: containerPort }) as const);
  return conditions.map(describeCondition).join(', ');
}

import type { ContainerInspect } from '../../engine/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import type { ReadyCondition } from '../options/ready-condition.ts';
import { hasReadiness } from './has-readiness.ts';

/** A readiness condition, or none beyond having started. */
export type StartCondition = ReadyCondition | { readonly kind: 'running' };

/**
 * What a container without `readyWhen` is waited for: its health check; else its published TCP ports; else nothing.
 *
 * A health check of the image counts only when the spec says nothing: one that publishes ports says what is ready.
 */
export function defaultCondition(
  inspect: ContainerInspect,
  spec: Pick<Partial<ContainerSpec>, 'healthcheck' | 'ports'>,
): StartCondition {
  const ofImage = spec.healthcheck === undefined && hasReadiness(spec);
  if (hasHealthcheck(inspect) && !ofImage) return { kind: 'healthy' };
  const published = Object.entries(inspect.NetworkSettings.Ports ?? {}).flatMap(([name, bindings]) => {
    const [port, protocol] = name.split('/');
    return protocol === 'tcp' && bindings?.length ? [{ kind: 'port' as const, port: Number(port) }] : [];
  });
  return published.length > 0 ? { kind: 'all', conditions: published } : { kind: 'running' };
}

/** `['NONE']` turns the image's health check off; an empty test inherits it, and then the engine shows the image's. */
export function hasHealthcheck({ Config: { Healthcheck: check } }: ContainerInspect): boolean {
  return check?.Test !== undefined && check.Test.length > 0 && check.Test[0] !== 'NONE';
}

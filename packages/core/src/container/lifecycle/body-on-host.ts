import { bindsOnHost, type CreateContainerBody } from '../../engine/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { toOptionsBody, withVerbatimParts } from '../options/to-create-body.ts';
import type { Slot } from '../slot/slot.ts';

/**
 * What is sent to create the slot's container: the body of its spec, whose bind mounts name paths as this process sees them, with
 * those of the engine's host. The difference is no part of the spec's hash.
 */
export async function bodyOnHost(
  slot: Slot,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<CreateContainerBody | undefined> {
  if (!spec.mounts?.some(({ type }) => type === 'bind')) return slot.body;
  const about = { operation: 'container.create', subject: slot.subject, signal };
  return withVerbatimParts(spec, await bindsOnHost(slot.docker, toOptionsBody(spec), about));
}

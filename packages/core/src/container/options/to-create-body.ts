import type { CreateContainerBody } from '../../engine/index.ts';
import { isRecord, mergeDeep } from '../../json/index.ts';
import type { ContainerSpec } from './container-spec.ts';
import { optionEntries } from './option-entries.ts';
import { requireSpec } from './require-spec.ts';

/**
 * The body of the engine's create call for `spec`: what is sent, nothing hidden. Name and platform go into the query.
 *
 * Only the first network is in it, because engines before API 1.44 take one; the others are connected before the start.
 */
export function toCreateBody(spec: ContainerSpec): CreateContainerBody {
  requireSpec(spec, 'toCreateBody');
  return withVerbatimParts(spec, toOptionsBody(spec));
}

/** The part of the body that the spec's own options say. */
export function toOptionsBody(spec: ContainerSpec): CreateContainerBody {
  const parts = optionEntries.flatMap(([field, { body }]) => {
    const value = spec[field];
    return body === undefined || value === undefined ? [] : [body(value)];
  });
  return parts.reduce<unknown>(joined, { HostConfig: {} }) as CreateContainerBody;
}

/** What `createOptions()` and `unsafe()` say is merged over it as it is. */
export function withVerbatimParts(spec: ContainerSpec, body: CreateContainerBody): CreateContainerBody {
  return mergeDeep(mergeDeep(body, spec.createOptions), spec.unsafe) as CreateContainerBody;
}

/** What two options say of one field: objects grow by keys, lists by entries. */
function joined(earlier: unknown, later: unknown): unknown {
  if (Array.isArray(earlier) && Array.isArray(later)) return [...earlier, ...later];
  if (!isRecord(earlier) || !isRecord(later)) return later;
  const both: Record<string, unknown> = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    both[key] = key in earlier ? joined(earlier[key], value) : value;
  }
  return both;
}

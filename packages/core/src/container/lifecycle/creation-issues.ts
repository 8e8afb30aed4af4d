import { policyIssuesOf } from '../../engine/index.ts';
import { type Issue, isDocktopusError } from '../../errors/index.ts';
import { isNetworkMode } from '../options/networks.ts';
import type { Slot } from '../slot/slot.ts';
import { bodyOnHost } from './body-on-host.ts';
import { withSlotAliases } from './connect-networks.ts';

/** What keeps a container from being made, as far as that is known before. */
export interface CreationIssues {
  /** What the policies of the client do not allow. */
  readonly policy: readonly Issue[];
  /** What the engine's host cannot do. */
  readonly spec: readonly Issue[];
}

/** Looks at all that would be sent to create the slot's container, without sending it. */
export async function creationIssues(slot: Slot, signal: AbortSignal): Promise<CreationIssues> {
  const { docker, spec } = slot;
  if (spec === undefined) return { policy: [], spec: [] };
  try {
    const body = JSON.stringify(withSlotAliases(await bodyOnHost(slot, spec, signal), slot));
    const create = { method: 'POST', path: '/containers/create', body, signal } as const;
    const others = (spec.networks ?? []).slice(1).filter(({ name }) => !isNetworkMode(name));
    const connects = others.map(
      ({ name }) =>
        ({
          method: 'POST',
          path: `/networks/${encodeURIComponent(name)}/connect`,
          body: '{}',
          signal,
        }) as const,
    );
    const found = await Promise.all([create, ...connects].map((request) => policyIssuesOf(docker, request)));
    return { policy: found.flat(), spec: [] };
  } catch (error) {
    if (isDocktopusError(error, 'spec.invalid')) return { policy: [], spec: error.details.issues };
    throw error;
  }
}

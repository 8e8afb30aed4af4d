import { containerLabels } from '../../labels/index.ts';
import type { SlotClaim, SlotOwner } from './slot-owner.ts';

/** The owner of slots that belong to no context: it knows its containers by the hash of their spec. */
export function standaloneOwner(specHash: string): SlotClaim {
  return {
    labels: { [containerLabels.standalone]: specHash },
    adopts: ({ Config }) => {
      const hash = Config.Labels?.[containerLabels.standalone];
      if (hash === undefined) return 'foreign';
      return hash === specHash ? 'adopt' : 'replace';
    },
  };
}

/** The owner of slots whose container was found by its id: they create nothing. */
export const nobody: SlotOwner = () => ({ labels: {}, adopts: () => 'foreign' });

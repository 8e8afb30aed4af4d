import { containerLabels } from '../../labels/index.ts';
import type { SlotClaim, SlotOwner } from './slot-owner.ts';

/** The owner of slots that belong to no context: it recognises its containers by the hash of their spec. */
export function standaloneOwner(specHash: string): SlotClaim {
  return {
    labels: { [containerLabels.standalone]: specHash },
    adopts: ({ labels }) => {
      const hash = labels[containerLabels.standalone];
      if (hash === undefined) return { adoption: 'foreign', why: 'it was not made by docktopus' };
      if (hash === specHash) return { adoption: 'adopt', why: 'it has the same spec' };
      return { adoption: 'replace', why: 'its spec has changed' };
    },
  };
}

/** The owner of slots whose container was found by its id: they create nothing. */
export const noOwner: SlotOwner = () => ({
  labels: {},
  adopts: () => ({ adoption: 'foreign', why: 'this handle owns nothing' }),
});

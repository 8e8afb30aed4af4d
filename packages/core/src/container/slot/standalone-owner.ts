import type { SlotClaim, SlotOwner } from './slot-owner.ts';

const STANDALONE = 'dev.docktopus.standalone';

/** The owner of slots that belong to no context: it knows its containers by the hash of their spec. */
export function standaloneOwner(specHash: string): SlotClaim {
  return {
    labels: { [STANDALONE]: specHash },
    adopts: ({ Config }) => {
      const hash = Config.Labels?.[STANDALONE];
      if (hash === undefined) return 'foreign';
      return hash === specHash ? 'adopt' : 'replace';
    },
  };
}

/** The owner of slots whose container was found by its id: they create nothing. */
export const nobody: SlotOwner = () => ({ labels: {}, adopts: () => 'foreign' });

import { MAX_LINE_BYTES, type readLines } from '../logs/index.ts';
import type { Slot } from '../slot/slot.ts';

/** How the output of a run is cut into lines. */
export function lineOptions({ spec }: Slot): Parameters<typeof readLines>[1] {
  return { timestamps: false, maxLineBytes: MAX_LINE_BYTES, tty: spec?.tty === true };
}

import { type OptionReaders, readInteger } from '../../input/index.ts';

/** What an archive may hold at most: what is more is refused as a whole. */
export interface ArchiveLimits {
  /** Of all files together. @default 1_073_741_824 */
  readonly maxBytes?: number | undefined;
  /** Files, directories and links. @default 100_000 */
  readonly maxEntries?: number | undefined;
}

export const MAX_BYTES = 1024 ** 3;
export const MAX_ENTRIES = 100_000;

export const ARCHIVE_LIMITS: OptionReaders<ArchiveLimits> = {
  maxBytes: readInteger(0),
  maxEntries: readInteger(1),
};

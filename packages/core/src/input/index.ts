export { describeByteSize, parseByteSize, printByteSize } from './byte-size.ts';
export {
  asGiven,
  checkEveryOption,
  checkOptions,
  type EveryOptionReader,
  type OptionReaders,
} from './check-options.ts';
export { printDuration } from './duration.ts';
export { type Parsed, parsed, type Refused, refused } from './parsed.ts';
export { type More, Problems } from './problems.ts';
export { type DurationInput, readDuration, readWholeSeconds } from './read-duration.ts';
export { type FieldReaders, readFields } from './read-fields.ts';
export { readEach, readFlat, readList } from './read-list.ts';
export { LONGEST_TIMER_MS, readMilliseconds, readTimeout } from './read-milliseconds.ts';
export { readInteger, readNumber } from './read-number.ts';
export { isSafeKey, readFullRecord, readRecord, safeEntries } from './read-record.ts';
export { readSignal } from './read-signal.ts';
export { NO_LIMIT, readSize, readSizeOrUnlimited, type SizeInput } from './read-size.ts';
export { isWithoutShownSecrets, readAnyText, readFlag, readSyntax, readText, readWord } from './read-text.ts';
export type { Reader } from './reader.ts';

export { parseDevice } from './device.ts';
export { parseDuration, printDuration } from './duration.ts';
export { printNumber } from './go-number.ts';
export type { Parsed } from './parsed.ts';
export { parsePort } from './port.ts';
export { parseSize } from './size.ts';
export { parseVolume } from './volume.ts';

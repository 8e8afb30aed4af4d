import { type Reader, readDuration } from '../../input/index.ts';

const DAY_MS = 86_400_000;

/** Milliseconds of at least `leastMs`, or text such as `'15m'`; days too, such as `'7d'`, which Docker's durations lack. */
export function readPeriod(leastMs: number): Reader<number> {
  const read = readDuration(leastMs);
  const readRest = readDuration(0);
  return (value, problems) => {
    const days = typeof value === 'string' ? /^(\d+(?:\.\d+)?)d(.*)$/.exec(value) : null;
    if (days === null) return read(value, problems);
    const restMs = days[2] === '' ? 0 : readRest(days[2], problems);
    return restMs === undefined ? undefined : read(Number(days[1]) * DAY_MS + restMs, problems);
  };
}

/** A span of time, in its two largest units at most: `12s`, `3m 20s`, `5h 3m`, `2d 4h`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes < 10 ? `${minutes}m ${seconds % 60}s` : `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${minutes % 60}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** How long ago something was; from a minute on without seconds, so that a long list need not be drawn each second. */
export function agoText(iso: string | undefined, now: number): string {
  if (iso === undefined) return '';
  const ms = now - Date.parse(iso);
  return durationText(ms < MINUTE_MS ? ms : Math.floor(ms / MINUTE_MS) * MINUTE_MS).replace(/ 0s$/, '');
}

const MINUTE_MS = 60_000;

/** The time of day, as the reader's clock has it: `14:02:05.120`. */
export function clockText(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => `${value}`.padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${`${at.getMilliseconds()}`.padStart(3, '0')}`;
}

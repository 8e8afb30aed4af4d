import { usageFailure } from '../../output/index.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/** Milliseconds of `90s`, `1m30s`, `1.5h`; a number alone is seconds. @throws CommandFailure */
export function readSpan(text: string, option: string): number {
  const given = /^\d+(\.\d+)?$/.test(text) ? `${text}s` : text;
  const whole = new RegExp(`^(?:${PART.source})+$`).test(given);
  if (!whole || text.length > 40)
    throw usageFailure(`${option}: got '${text}', expected a span of time such as 90s or 1m30s`);
  return [...given.matchAll(PART)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

/** A moment: `2026-11-28T09:00:00Z`, seconds since the epoch, or a span before now. @throws CommandFailure */
export function readMoment(text: string, option: string, now: number): Date {
  if (/^\d{9,}(\.\d+)?$/.test(text)) return new Date(Number(text) * 1_000);
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    const at = Date.parse(text);
    if (!Number.isNaN(at)) return new Date(at);
    throw usageFailure(`${option}: got '${text}', expected a time such as 2026-11-28T09:00:00Z`);
  }
  return new Date(now - readSpan(text, option));
}

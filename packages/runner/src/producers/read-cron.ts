import { type Reader, readText } from '@docktopus/core/kit';
import { Cron } from 'croner';

const FIELDS = '5 fields (minute, hour, day, month, weekday), or 6 with seconds before them';
const VALUES = 'minutes 0 to 59, hours 0 to 23, days 1 to 31, months 1 to 12 and weekdays 0 to 7';

/** A cron expression that has times. */
export const readCron: Reader<string> = (value, problems) => {
  const text = readText(value, problems);
  if (text === undefined) return undefined;
  const fields = text.trim().split(/\s+/).filter(Boolean).length;
  // A word such as @daily stands for five.
  const isWord = fields === 1 && text.trim().startsWith('@');
  if (!isWord && fields !== 5 && fields !== 6)
    return problems.refuse(text, FIELDS, { hint: `it has ${fields}` });
  try {
    if (cronTimes(text, undefined).nextRun() !== null) return text;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return problems.refuse(text, VALUES, { hint: said.replace(/^CronPattern: |\.$/g, '') });
  }
  return problems.refuse(text, 'a date that exists');
};

/** An IANA name that this machine knows. */
export const readTimezone: Reader<string> = (value, problems) => {
  const text = readText(value, problems);
  if (text === undefined) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return problems.refuse(text, "an IANA time zone such as 'Europe/Berlin'");
  }
};

/** The times of an expression that has been read. */
export function cronTimes(expression: string, timezone: string | undefined): Cron {
  const zone = timezone === undefined ? {} : { timezone };
  return new Cron(expression, { mode: '5-or-6-parts', paused: true, ...zone });
}

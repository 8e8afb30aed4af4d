import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { checkArguments, type Problems, readAnyText } from '@docktopus/core/kit';

const READERS = {
  // Never shown, whatever it is.
  secret: (value: unknown, problems: Problems) =>
    typeof value === 'string' ? value : problems.refuseSecret('a string'),
  body: (value: unknown, problems: Problems) =>
    typeof value === 'string' || value instanceof Uint8Array
      ? value
      : problems.refuse(value, 'a string or bytes'),
  timestamp: readAnyText,
};

/** `sha256=<hex>` of `<timestamp>.<body>`, or of the body alone without a timestamp. */
export function sign(secret: string, body: Uint8Array | string, timestamp?: string): string {
  checkArguments({ secret, body, timestamp: timestamp ?? '' }, READERS, 'sign', undefined, 'runner.invalid');
  const hmac = createHmac('sha256', secret);
  if (timestamp !== undefined) hmac.update(`${timestamp}.`);
  return `sha256=${hmac.update(body).digest('hex')}`;
}

/** Whether two texts are equal, in a time that says nothing about where they differ, nor how long they are. */
function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Whether `given` is one of `secrets`; all of them are looked at. */
export function isOneOf(given: string, secrets: readonly string[]): boolean {
  let found = false;
  for (const secret of secrets) found = equalInConstantTime(given, secret) || found;
  return found;
}

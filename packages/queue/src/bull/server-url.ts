import { DocktopusError } from '@docktopus/core';

/**
 * Which server a URL is of.
 *
 * @throws DocktopusError `queue.invalid` for one that its client would read as something else.
 */
export function serverOf(url: string): 'redis' | 'postgres' {
  const kind = /^(redis|valkey)s?:/.test(url)
    ? 'redis'
    : /^postgres(ql)?:/.test(url)
      ? 'postgres'
      : undefined;
  if (kind === undefined) throw invalidUrl(url, 'redis://, rediss://, valkey://, valkeys:// or postgres://');
  if (safeName(url) === HIDDEN)
    throw invalidUrl(url, 'a user and a password in which / ? # and @ are written as %2F %3F %23 and %40');
  // The client would go on with database 0.
  if (kind === 'redis' && !/^\/?\d*$/.test(new URL(url).pathname))
    throw invalidUrl(url, 'the number of a database behind the host, as in redis://host:6379/0');
  return kind;
}

const HIDDEN = 'the url';

/** A URL without user and password. */
export function safeName(url: string): string {
  if (!URL.canParse(url)) return HIDDEN;
  const { protocol, host, pathname, hash } = new URL(url);
  // The text before an @ there belongs to a password with a slash.
  if (`${pathname}${hash}`.includes('@')) return HIDDEN;
  return `${protocol}//${host}${pathname}`;
}

function invalidUrl(url: string, expected: string): DocktopusError {
  return new DocktopusError('queue.invalid', {
    operation: 'bullQueue',
    subject: safeName(url),
    reason: `url: expected ${expected}`,
  });
}

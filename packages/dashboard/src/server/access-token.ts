import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The secret that opens a dashboard, and what is made of it: the page's cookie does not give the token away, and the
 * path keeps the cookie from being sent to other ports of this host.
 */
export class AccessToken {
  readonly text: string;
  /** What the page's cookie holds. */
  readonly cookie: string;
  /** What the command line uses: it is in no URL, and may act whatever the page may. */
  readonly operator = randomBytes(24).toString('base64url');
  /** The folder that everything is served below: `/d-5f0c…/`. */
  readonly base: string;

  constructor(text: string = randomBytes(24).toString('base64url')) {
    this.text = text;
    this.cookie = createHmac('sha256', text).update('docktopus dashboard cookie').digest('base64url');
    this.base = `/d-${createHmac('sha256', text).update('docktopus dashboard path').digest('hex').slice(0, 16)}/`;
  }

  matches(given: string): boolean {
    return sameText(given, this.text);
  }

  matchesOperator(given: string): boolean {
    return sameText(given, this.operator);
  }

  matchesCookie(given: string): boolean {
    return sameText(given, this.cookie);
  }
}

/** In a time that tells nothing about where the two differ. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(left!, right!);
}

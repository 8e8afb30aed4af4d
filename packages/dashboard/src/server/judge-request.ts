import type { AccessToken } from './access-token.ts';
import { foreignReason, hidesOrigin, type RequestFacts } from './foreign-request.ts';

/** What is looked at before a request is answered. */
interface TokenFacts extends RequestFacts {
  /** Without the query. */
  readonly path: string;
  /** The value of `token=` in the query. */
  readonly queryToken: string | undefined;
  /** The value of `code=` in the query. */
  readonly queryCode?: string | undefined;
}

/** What is done with a request, before anybody looks at what it is about. */
export type Verdict =
  /** `operator`: it may act whatever the page may. */
  | { readonly kind: 'pass'; readonly operator: boolean }
  /** The token or the code is right: set the cookie, and go to the page. */
  | { readonly kind: 'login' }
  | { readonly kind: 'refuse'; readonly status: 400 | 401 | 403 | 404; readonly reason: string };

export const COOKIE_NAME = 'docktopus_dashboard';

/**
 * Decides about one request: the host that it was sent to, where it comes from, who sends it, in this order.
 *
 * @param hosts the exact values of `Host` that are served.
 * @param takeCode uses up a code that opens the page once; `false` for one that does not.
 */
export function judgeRequest(
  facts: TokenFacts,
  hosts: ReadonlySet<string>,
  token: AccessToken,
  takeCode: (code: string) => boolean = () => false,
): Verdict {
  const { path, queryToken, queryCode, header } = facts;
  const host = header('host') ?? '';
  // A name that an attacker points to this address has another host: DNS rebinding ends here.
  if (!hosts.has(host)) return refuse(403, 'this address is not served under that host name');
  // Under a further name, the page comes through a proxy, which may speak TLS with the browser.
  const foreign = foreignReason(facts, (origin) => [`http://${host}`, `https://${host}`].includes(origin));
  if (foreign !== undefined) return refuse(403, foreign);

  if (path === '/') {
    if (queryCode !== undefined && queryToken === undefined)
      return facts.method === 'GET' && takeCode(queryCode)
        ? { kind: 'login' }
        : refuse(401, 'this address has been used or is too old: open the URL that the program has printed');
    if (queryToken === undefined)
      return refuse(401, 'open the URL with the token that the program has printed');
    return token.matches(queryToken) ? { kind: 'login' } : refuse(401, 'the token is not the right one');
  }
  if (!path.startsWith(token.base) && !path.startsWith('/api/')) return refuse(404, 'there is nothing here');

  const bearer = /^Bearer (\S+)$/i.exec(header('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    if (token.matchesOperator(bearer)) return { kind: 'pass', operator: true };
    if (token.matches(bearer)) return { kind: 'pass', operator: false };
    return refuse(401, 'the token is not the right one');
  }
  if (!cookiesOf(header('cookie')).some((cookie) => token.matchesCookie(cookie))) {
    return refuse(401, 'open the URL with the token that the program has printed');
  }
  // A browser says where a write comes from; one that does not is too old to be trusted with a cookie.
  if (hidesOrigin(facts)) return refuse(403, 'a write with a cookie needs Origin or Sec-Fetch-Site');
  return { kind: 'pass', operator: false };
}

/** The values of all cookies of our name: another port's may be sent as well, and comes first or last. */
function cookiesOf(header: string | undefined): readonly string[] {
  return (header ?? '').split(';').flatMap((part) => {
    const [name, value] = part.trim().split('=', 2);
    return name === COOKIE_NAME && value !== undefined ? [value] : [];
  });
}

function refuse(status: 400 | 401 | 403 | 404, reason: string): Verdict {
  return { kind: 'refuse', status, reason };
}

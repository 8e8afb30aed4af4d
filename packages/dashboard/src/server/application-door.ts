import type { MiddlewareHandler } from 'hono';
import { problem } from './api-error.ts';
import { foreignReason, hidesOrigin, type RequestFacts } from './foreign-request.ts';

/**
 * Lets through what an application has let through, unless a page of another site has the browser send it: whatever logs
 * the application's users in goes with such a request as well.
 */
export const applicationDoor: MiddlewareHandler = async (context, next) => {
  const { method, url } = context.req;
  const reason = judgeMounted({ method, header: (name) => context.req.header(name) }, new URL(url).host);
  return reason === undefined ? next() : problem(context, 403, 'refused', reason);
};

/** Why a request is refused. @param host that the request was sent to, as the application's server sees it. */
export function judgeMounted(facts: RequestFacts, host: string): string | undefined {
  // The browser has compared the origins itself if it says so. A proxy may have changed `Host` on the way.
  const compared = facts.header('sec-fetch-site') === 'same-origin';
  const isOwnOrigin = (origin: string) => compared || hostOf(origin) === host;
  const foreign = foreignReason(facts, isOwnOrigin);
  if (foreign !== undefined) return foreign;
  return hidesOrigin(facts) ? 'a write needs Origin or Sec-Fetch-Site' : undefined;
}

/** A page in a sandbox has the origin `null`. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

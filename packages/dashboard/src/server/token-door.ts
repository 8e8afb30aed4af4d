import type { Context, MiddlewareHandler } from 'hono';
import { setCookie } from 'hono/cookie';
import type { AccessToken } from './access-token.ts';
import { problem } from './api-error.ts';
import type { ApiEnv } from './api-routes.ts';
import { COOKIE_NAME, judgeRequest } from './judge-request.ts';
import type { OneTimeCodes } from './one-time-codes.ts';

/**
 * Lets through who has the token, or the cookie that it becomes.
 *
 * @param hosts the exact values of `Host` that are served; the port among them is known late.
 */
export function tokenDoor(
  token: AccessToken,
  hosts: ReadonlySet<string>,
  codes: OneTimeCodes,
): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const verdict = judgeRequest(
      {
        method: context.req.method,
        path: context.req.path,
        queryToken: context.req.query('token'),
        queryCode: context.req.query('code'),
        header: (name) => context.req.header(name),
      },
      hosts,
      token,
      (code) => codes.take(code),
    );
    if (verdict.kind === 'pass') {
      context.set('operator', verdict.operator);
      return next();
    }
    if (verdict.kind === 'refuse') return refusal(context, verdict.status, verdict.reason);
    // Not `Secure`: it is plain HTTP on the loopback. The path keeps it from the other ports of this host.
    setCookie(context, COOKIE_NAME, token.cookie, { httpOnly: true, sameSite: 'Strict', path: token.base });
    return context.redirect(token.base, 303);
  };
}

/** People get a sentence, programs a problem. */
function refusal(context: Context, status: 400 | 401 | 403 | 404, reason: string): Response {
  if (context.req.header('accept')?.includes('text/html')) return context.text(`${reason}\n`, status);
  return problem(context, status, status === 401 ? 'unauthorized' : 'refused', reason);
}

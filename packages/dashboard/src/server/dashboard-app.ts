import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import type { AccessToken } from './access-token.ts';
import { failure, problem } from './api-error.ts';
import type { ApiEnv } from './api-routes.ts';
import { COOKIE_NAME, judgeRequest } from './judge-request.ts';
import type { PageFile } from './page-files.ts';
import { securityHeaders } from './security-headers.ts';

export interface DashboardAppParts {
  readonly token: AccessToken;
  /** The exact values of `Host` that are served; the port among them is known late. */
  readonly hosts: ReadonlySet<string>;
  readonly api: Hono<ApiEnv>;
  readonly page: ReadonlyMap<string, PageFile>;
}

/** The page and its API behind one door. */
export function dashboardApp({ token, hosts, api, page }: DashboardAppParts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(securityHeaders);
  app.use(async (context, next) => {
    const verdict = judgeRequest(
      {
        method: context.req.method,
        path: context.req.path,
        queryToken: context.req.query('token'),
        header: (name) => context.req.header(name),
      },
      hosts,
      token,
    );
    if (verdict.kind === 'pass') {
      context.set('operator', verdict.operator);
      return next();
    }
    if (verdict.kind === 'refuse') return refusal(context, verdict.status, verdict.reason);
    // Not `Secure`: it is plain HTTP on the loopback. The path keeps it from the other ports of this host.
    setCookie(context, COOKIE_NAME, token.cookie, { httpOnly: true, sameSite: 'Strict', path: token.base });
    return context.redirect(token.base, 303);
  });
  app.route('/api/v1', api);
  app.route(`${token.base}api/v1`, api);
  app.get(`${token.base}*`, (context) => pageFile(context, page, context.req.path.slice(token.base.length)));
  app.notFound((context) => problem(context, 404, 'not-found', 'there is nothing here'));
  app.onError((error, context) => failure(context, error));
  return app;
}

/** People get a sentence, programs a problem. */
function refusal(context: Context, status: 400 | 401 | 403 | 404, reason: string): Response {
  if (context.req.header('accept')?.includes('text/html')) return context.text(`${reason}\n`, status);
  return problem(context, status, status === 401 ? 'unauthorized' : 'refused', reason);
}

function pageFile(context: Context, page: ReadonlyMap<string, PageFile>, path: string): Response {
  const file = page.get(path === '' ? 'index.html' : path);
  if (file === undefined) return problem(context, 404, 'not-found', 'there is nothing here');
  return context.body(file.body, 200, {
    'content-type': file.type,
    ...(file.immutable && { 'cache-control': 'private, max-age=31536000, immutable' }),
  });
}

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { failure, problem } from './api-error.ts';
import type { ApiEnv } from './api-routes.ts';
import type { PageFile } from './page-files.ts';
import { securityHeaders } from './security-headers.ts';

export interface DashboardAppParts {
  /** The folder that everything is served below: `/dashboard/`. */
  readonly base: string;
  /** Decides about each request before anything is looked at. */
  readonly door: MiddlewareHandler<ApiEnv>;
  readonly api: Hono<ApiEnv>;
  readonly page: ReadonlyMap<string, PageFile>;
}

/** The page and its API behind one door. */
export function dashboardApp({ base, door, api, page }: DashboardAppParts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(securityHeaders);
  app.use(headAlone);
  app.use(door);
  app.route(`${base}api/v1`, api);
  // What the page asks for is relative to its folder. So is this, because an application's prefix is not known here.
  app.get(base.slice(0, -1), (context) => context.redirect(`${base.split('/').at(-2)}/`));
  app.get(`${base}*`, (context) => pageFile(context, page, context.req.path.slice(base.length)));
  app.notFound((context) => problem(context, 404, 'not-found', 'there is nothing here'));
  app.onError((error, context) => failure(context, error));
  return app;
}

/** HEAD is answered as GET without the body. A stream that is not read would stay open for good, so it is let go. */
const headAlone: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.req.method === 'HEAD') await context.res.body?.cancel();
};

function pageFile(context: Context, page: ReadonlyMap<string, PageFile>, path: string): Response {
  const file = page.get(path === '' ? 'index.html' : path);
  if (file === undefined) return problem(context, 404, 'not-found', 'there is nothing here');
  return context.body(file.body, 200, {
    'content-type': file.type,
    ...(file.immutable && { 'cache-control': 'private, max-age=31536000, immutable' }),
  });
}

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { API_VERSION } from '../api/index.ts';
import type { Board } from '../board/index.ts';
import { CONTAINER_ACTIONS, type DashboardSource, JOB_ACTIONS, MEMBER_ACTIONS } from '../source/index.ts';
import { problem } from './api-error.ts';
import type { LiveStreams } from './live-streams.ts';
import { logText } from './log-text.ts';
import { readNewCall } from './read-new-call.ts';
import { readWatch } from './read-watch.ts';

const smallBody = limitBody(64 * 1024);
/** Of a job; the queue's own limit is lower or says so itself. */
const bigBody = limitBody(2 * 1024 * 1024);

export interface ApiParts {
  readonly board: Board;
  readonly streams: LiveStreams;
  readonly source: DashboardSource;
  readonly actions: boolean;
}

/** What is known of a request when it gets here. */
export interface ApiEnv {
  readonly Variables: { readonly operator?: boolean };
}

/** Everything below `api/v1`: what the page and the command line ask for. */
export function apiRoutes({ board, streams, source, actions }: ApiParts): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>();
  const mayAct = (context: Context<ApiEnv>) => actions || context.get('operator') === true;
  const onBoard = (id: string) => board.get('container', id) !== undefined;

  api.get('/snapshot', (context) =>
    context.json({ v: API_VERSION, title: source.title, actions, ...board.since(undefined) }),
  );

  api.get('/events', (context) => {
    if (streams.full)
      return problem(context, 503, 'dashboard.too-many', 'too many pages are open on this dashboard');
    return context.body(streams.open(context.req.header('last-event-id')), 200, {
      'content-type': 'text/event-stream',
      // A middleware that compresses would hold events back until it has enough of them.
      'cache-control': 'no-store, no-transform',
      // For what stands between: nothing of a stream is to be kept back.
      'x-accel-buffering': 'no',
    });
  });

  api.put('/streams/:id', smallBody, async (context) => {
    const stream = streams.get(context.req.param('id'));
    if (stream === undefined) return problem(context, 404, 'dashboard.no-stream', 'there is no such stream');
    const watch = readWatch(await jsonBody(context));
    if (typeof watch === 'string') return problem(context, 400, 'dashboard.invalid', watch);
    stream.watch(watch);
    return context.body(null, 204);
  });

  api.get('/containers/:id', async (context) => {
    const id = context.req.param('id');
    const details = await source.containers.details(id, context.req.raw.signal);
    return details === undefined ? noContainer(context) : context.json({ v: API_VERSION, ...details });
  });

  api.get('/containers/:id/logs', (context) => {
    const id = context.req.param('id');
    if (!onBoard(id)) return noContainer(context);
    const name = board.get('container', id)?.name.replace(/[^\w.-]+/g, '-') || 'container';
    return context.body(logText(source.containers, id), 200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.log"`,
    });
  });

  api.get('/jobs', async (context) => {
    if (source.jobs === undefined)
      return problem(context, 404, 'dashboard.no-jobs', 'this blueprint has no durable jobs');
    const { state, job, cursor, limit = '50' } = context.req.query();
    const wanted = Number(limit);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 200) {
      return problem(context, 400, 'dashboard.invalid', 'limit: expected 1 to 200');
    }
    const query = { limit: wanted, ...(state && { state }), ...(job && { job }), ...(cursor && { cursor }) };
    return context.json({ v: API_VERSION, ...(await source.jobs.list(query, context.req.raw.signal)) });
  });

  api.get('/jobs/:id', async (context) => {
    const details = await source.jobs?.get(context.req.param('id'), context.req.raw.signal);
    if (details === undefined) return problem(context, 404, 'dashboard.no-job', 'there is no job of this id');
    return context.json({ v: API_VERSION, ...details });
  });

  for (const action of CONTAINER_ACTIONS) {
    api.post(`/containers/:id/${action}`, async (context) => {
      const id = context.req.param('id');
      const act = source.actions?.container?.[action];
      if (!mayAct(context) || act === undefined) return noActions(context);
      if (!onBoard(id)) return noContainer(context);
      await act(id, context.req.raw.signal);
      return context.body(null, 204);
    });
  }

  for (const action of JOB_ACTIONS) {
    api.post(`/jobs/:id/${action}`, async (context) => {
      const act = source.actions?.job?.[action];
      if (!mayAct(context) || act === undefined) return noActions(context);
      await act(context.req.param('id'), context.req.raw.signal);
      return context.body(null, 204);
    });
  }

  api.post('/jobs', bigBody, async (context) => {
    const submit = source.actions?.submit;
    if (!mayAct(context) || submit === undefined) return noActions(context);
    const call = readNewCall(await jsonBody(context));
    if (typeof call === 'string') return problem(context, 400, 'dashboard.invalid', call);
    return context.json({ v: API_VERSION, ...(await submit(call)) }, 202);
  });

  for (const action of MEMBER_ACTIONS) {
    api.post(`/families/:family/:key/${action}`, async (context) => {
      const act = source.actions?.member?.[action];
      if (!mayAct(context) || act === undefined) return noActions(context);
      const { family, key } = context.req.param();
      await act(family, key, context.req.raw.signal);
      return context.body(null, 204);
    });
  }

  return api;
}

/** Refuses a body that is too long, or that is compressed. */
function limitBody(maxSize: number): MiddlewareHandler {
  const limit = bodyLimit({
    maxSize,
    onError: (context) =>
      problem(context, 413, 'dashboard.invalid', `the body is longer than ${maxSize} bytes`),
  });
  return async (context, next) => {
    if (/^(identity)?$/i.test(context.req.header('content-encoding') ?? '')) return limit(context, next);
    context.header('accept-encoding', 'identity');
    return problem(context, 415, 'dashboard.invalid', 'send the body without a Content-Encoding');
  };
}

/** `undefined` for what is not JSON. */
async function jsonBody(context: Context): Promise<unknown> {
  if (!/^application\/json\b/.test(context.req.header('content-type') ?? '')) return undefined;
  try {
    return await context.req.json();
  } catch {
    // Text that is not JSON is answered like JSON that is not what was asked for.
    return undefined;
  }
}

function noContainer(context: Context): Response {
  return problem(context, 404, 'container.not-found', 'there is no such container on this dashboard');
}

function noActions(context: Context): Response {
  return problem(
    context,
    403,
    'dashboard.read-only',
    'this dashboard does not allow actions',
    "Allow them with dashboard: { actions: true } in .http() or .mount(), or with 'docktopus ui --actions'",
  );
}

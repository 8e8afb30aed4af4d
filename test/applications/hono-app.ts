import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { announce, TOKEN, tally } from './tally.ts';

const mounted = tally.runner.mount();
const app = new Hono()
  .get('/', (context) => context.text('the application'))
  .post('/echo', async (context) => context.json(await context.req.json()))
  .use('/ops/*', async (context, next) =>
    context.req.header('token') === TOKEN ? next() : context.text('who are you?', 401),
  )
  .mount('/ops', mounted.fetch);

await tally.start();
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => announce(port));
process.once('SIGTERM', () => void tally.stop().finally(() => server.close()));

import { docktopus } from '@docktopus/fastify';
import Fastify from 'fastify';
import { announce, TOKEN, tally } from './tally.ts';

const app = Fastify();
app.addHook('onRequest', async (request, reply) => {
  if (request.url.startsWith('/ops') && request.headers.token !== TOKEN) await reply.code(401).send();
});
app.get('/', async () => 'the application');
app.post('/echo', async (request) => request.body);
await app.register(docktopus, { runner: tally, prefix: '/ops' });
process.once('SIGTERM', () => void app.close());
announce(Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port));

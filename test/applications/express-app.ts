import type { AddressInfo } from 'node:net';
import express from 'express';
import { announce, TOKEN, tally } from './tally.ts';

const app = express();
const mounted = tally.runner.mount();
app.get('/', (_request, response) => void response.send('the application'));
app.use(
  '/ops',
  (request, response, next) => void (request.get('token') === TOKEN ? next() : response.sendStatus(401)),
  mounted.middleware,
);
// Behind the runner, which reads bodies itself.
app.use(express.json());
app.post('/echo', (request, response) => void response.json(request.body));

const server = app.listen(0, '127.0.0.1');
tally.runner.onShutdown(() => new Promise((closed) => server.close(closed)));
tally.runner.state$.subscribe(({ phase }) => {
  if (phase === 'running') announce((server.address() as AddressInfo).port);
});
await tally.run();

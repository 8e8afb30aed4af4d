import { createServer } from 'node:http';
import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { Container, connectDocker, ready } from '../../../index.ts';

test('a container that answers with an upgrade that was not asked for is asked again', {
  timeout: 30_000,
}, async () => {
  const engine = new FakeEngine();
  let asked = 0;
  engine.image('web:1', async (process) => {
    const server = createServer((_request, response) => {
      asked++;
      if (asked > 1) response.end('ready');
      else
        response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    });
    await process.listen(8080, (socket) => server.emit('connection', socket));
    await process.forever();
  });
  await using docker = await connectDocker({ transport: engine });
  const web = await Container.builder(docker, 'web:1').ports(8080).readyWhen(ready.http(8080, '/')).create();
  await web.start({ timeoutMs: 20_000 });
  expect(asked).toBe(2);
  await web.remove({ force: true });
});

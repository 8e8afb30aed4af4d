import { once } from 'node:events';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { OpenConnections } from './open-connections.ts';
import { quietClient } from './quiet-client.ts';

test('connections to a server that answers nothing end with the others, and so do later ones', async () => {
  await using server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets = new OpenConnections('close', (socket: Socket) => socket.destroy());
  const stream = () => sockets.keep(new Socket());
  const connect = () => {
    const Quiet = quietClient({ Client });
    return new Quiet({ host: '127.0.0.1', port, stream }).connect();
  };
  const refused = expect(connect()).rejects.toThrow('Connection terminated');
  const [seen] = await once(server, 'connection');
  const closed = once(seen, 'close');
  sockets.end();
  await closed;
  await refused;
  await expect(connect()).rejects.toThrow();
});

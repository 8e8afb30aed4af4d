import { connect as connectSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Endpoint } from '../endpoint/endpoint.ts';

/** Begins one connection and returns it before it is established, as `net.connect` does. */
export type Connect = () => Duplex;

/** How connections to `endpoint` are opened. SSH and TLS are loaded for endpoints that need them. */
export async function connectTo(endpoint: Endpoint): Promise<Connect> {
  if (endpoint.kind === 'unix') return () => connectSocket({ path: endpoint.path });
  if (endpoint.kind === 'ssh') {
    const { sshConnections } = await import('./ssh-connection.ts');
    return sshConnections(endpoint);
  }
  const { host, port, tls } = endpoint;
  if (tls === undefined) return () => connectSocket({ host, port, noDelay: true });
  const { connect: connectTls } = await import('node:tls');
  return () =>
    connectTls({
      host,
      port,
      // A certificate is issued for a name; an address is compared with its own entries.
      ...(/[a-z]/i.test(host) && !host.includes(':') ? { servername: host } : {}),
      rejectUnauthorized: tls.verify,
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
      ...(tls.cert === undefined ? {} : { cert: tls.cert }),
      ...(tls.key === undefined ? {} : { key: tls.key }),
    });
}

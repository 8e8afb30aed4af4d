import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { engineEndpoint } from './engine.ts';

/** The engine under test behind TLS, with certificates on both sides, as `dockerd --tlsverify` has it. */
export class TlsEngine implements AsyncDisposable {
  readonly endpoint: string;
  /** Holds ca.pem, cert.pem and key.pem for a client: a `DOCKER_CERT_PATH`. */
  readonly certificates: string;
  readonly #server: Server;
  readonly #clients: Set<Socket>;

  private constructor(endpoint: string, certificates: string, server: Server, clients: Set<Socket>) {
    this.endpoint = endpoint;
    this.certificates = certificates;
    this.#server = server;
    this.#clients = clients;
  }

  static async start(): Promise<TlsEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'tls-engine-'));
    await makeCertificates(folder);
    const pem = (name: string) => readFile(join(folder, name));
    const server = createServer({
      ca: await pem('ca.pem'),
      cert: await pem('server-cert.pem'),
      key: await pem('server-key.pem'),
      requestCert: true,
      rejectUnauthorized: true,
      allowHalfOpen: true,
    });
    const clients = new Set<Socket>();
    // Also those that never get through the handshake.
    server.on('connection', (socket) => {
      clients.add(socket);
      socket.once('close', () => clients.delete(socket));
    });
    server.on('secureConnection', (client) => {
      const engine = connect({ path: engineEndpoint().replace('unix://', ''), allowHalfOpen: true });
      client.pipe(engine).pipe(client);
      const drop = () => {
        client.destroy();
        engine.destroy();
      };
      for (const socket of [client, engine]) socket.on('error', drop).on('close', drop);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new TlsEngine(`tcp://localhost:${port}`, folder, server, clients);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.destroy();
    await closed;
    await rm(this.certificates, { recursive: true });
  }
}

/** A certificate authority, and what it has signed for a server and a client. */
async function makeCertificates(folder: string): Promise<void> {
  await writeFile(join(folder, 'san.cnf'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const key = (name: string) => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    name,
  ];
  openssl(folder, [
    'req',
    '-x509',
    ...key('ca-key.pem'),
    '-out',
    'ca.pem',
    '-subj',
    '/CN=test ca',
    '-days',
    '2',
  ]);
  for (const [keyFile, certFile, name] of [
    ['server-key.pem', 'server-cert.pem', 'localhost'],
    ['key.pem', 'cert.pem', 'client'],
  ] as const) {
    openssl(folder, ['req', '-new', ...key(keyFile), '-out', 'request.pem', '-subj', `/CN=${name}`]);
    const sign = ['-req', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial'];
    openssl(folder, ['x509', ...sign, '-out', certFile, '-days', '2', '-extfile', 'san.cnf']);
  }
}

function openssl(cwd: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}

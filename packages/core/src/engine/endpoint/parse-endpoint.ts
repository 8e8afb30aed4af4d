import type { Endpoint, TlsMaterial } from './endpoint.ts';

const DOCKER_PORT = 2375;
const DOCKER_TLS_PORT = 2376;
/** Names and addresses, zones of IPv6 included. */
const HOST = /^[\w.:%-]+$/;
const ACCEPTED = 'write unix:///path/to.sock, tcp://host:2375 or ssh://user@host';

/**
 * Takes an endpoint as written in `DOCKER_HOST` apart.
 *
 * @returns what is wrong, as text, when it cannot be used.
 */
export function parseEndpoint(text: string, tls?: TlsMaterial): Endpoint | string {
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1];
  switch (scheme) {
    case 'unix':
      return unix(text.slice('unix://'.length));
    case 'tcp':
    case 'http':
    case 'https':
      return tcp(text, scheme === 'https' ? (tls ?? { verify: true }) : scheme === 'http' ? undefined : tls);
    case 'ssh':
      return ssh(text);
    case 'npipe':
    case 'fd':
      return `${scheme}:// endpoints are not supported; ${ACCEPTED}`;
    default:
      return text.startsWith('/') ? `a socket is written as unix://${text}` : `it has no scheme; ${ACCEPTED}`;
  }
}

function unix(path: string): Endpoint | string {
  if (path === '') return { kind: 'unix', path: '/var/run/docker.sock' };
  if (path.includes('\0')) return 'a path cannot hold NUL';
  return { kind: 'unix', path: path.startsWith('/') ? path : `/${path}` };
}

function tcp(text: string, tls: TlsMaterial | undefined): Endpoint | string {
  const url = parsedUrl(text);
  if (url === undefined || url.hostname === '') return `it names no host; ${ACCEPTED}`;
  if (url.username !== '' || url.password !== '')
    return 'credentials in the endpoint are not supported; use TLS or ssh://';
  if (url.pathname !== '' && url.pathname !== '/') return 'a path behind the host is not supported';
  const host = bare(url.hostname);
  if (!HOST.test(host)) return `the host ${JSON.stringify(host)} is not a host name`;
  const port = url.port === '' ? (tls === undefined ? DOCKER_PORT : DOCKER_TLS_PORT) : Number(url.port);
  if (port === 0) return 'port 0 is not a port to connect to';
  return { kind: 'tcp', host, port, ...(tls === undefined ? {} : { tls }) };
}

function ssh(text: string): Endpoint | string {
  const url = parsedUrl(text);
  if (url === undefined || url.hostname === '') return `it names no host; ${ACCEPTED}`;
  if (url.password !== '')
    return 'a password in the endpoint is not supported; ssh asks its agent or its keys';
  if (url.search !== '' || url.hash !== '') return 'a query behind an ssh host is not supported';
  const host = bare(url.hostname);
  const user = decodeURIComponent(url.username);
  // ssh would read a leading dash as an option: `-oProxyCommand=…` runs a program.
  if (host.startsWith('-') || user.startsWith('-')) return 'a host or user must not begin with a dash';
  if (!HOST.test(host)) return `the host ${JSON.stringify(host)} is not a host name`;
  if (!/^[\w.@+-]*$/.test(user)) return `the user ${JSON.stringify(user)} is not a user name`;
  const socketPath = url.pathname === '/' ? '' : url.pathname;
  // The other side's shell reads it.
  if (!/^[\w./-]*$/.test(socketPath))
    return `the path ${JSON.stringify(socketPath)} holds characters that a shell would read`;
  return {
    kind: 'ssh',
    host,
    ...(user === '' ? {} : { user }),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(socketPath === '' ? {} : { socketPath }),
  };
}

function parsedUrl(text: string): URL | undefined {
  // Of schemes that it knows, URL drops the usual port, and 80 is not ours.
  const neutral = text.replace(/^https?:/, 'tcp:');
  return URL.canParse(neutral) ? new URL(neutral) : undefined;
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

import type { Endpoint, TlsMaterial } from './endpoint.ts';

const DOCKER_PORT = 2375;
const DOCKER_TLS_PORT = 2376;
/** Names and addresses, zones of IPv6 included. */
const HOST = /^[\w.:%-]+$/;
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/;
const ACCEPTED = 'write unix:///path/to.sock, tcp://host:2375 or ssh://user@host';

/**
 * Takes an endpoint apart as the Docker CLI does with `DOCKER_HOST`: without a scheme it is TCP, without a host the loopback.
 *
 * @returns what is wrong, as text, when it cannot be used.
 */
export function parseEndpoint(text: string, tls?: TlsMaterial): Endpoint | string {
  const given = text.trim();
  const [prefix, scheme] = /^([a-z]+):\/\//i.exec(given) ?? [''];
  const rest = given.slice(prefix.length);
  switch (scheme?.toLowerCase()) {
    case 'unix':
      return unix(rest);
    case 'tcp':
      return tcp(rest, tls);
    case 'http':
      return tcp(rest, undefined);
    case 'https':
      return tcp(rest, tls ?? { verify: true });
    case 'ssh':
      return ssh(given);
    case undefined:
      if (given === '') return `it is empty; ${ACCEPTED}`;
      return given.startsWith('/') ? `a socket is written as unix://${given}` : tcp(rest, tls);
    default:
      return `${scheme}:// endpoints are not supported; ${ACCEPTED}`;
  }
}

function unix(path: string): Endpoint | string {
  if (path === '') return { kind: 'unix', path: '/var/run/docker.sock' };
  if (path.includes('\0')) return 'a path cannot hold NUL';
  return { kind: 'unix', path: path.startsWith('/') ? path : `/${path}` };
}

function tcp(rest: string, tls: TlsMaterial | undefined): Endpoint | string {
  if (rest.includes('@')) return 'credentials in the endpoint are not supported; use TLS or ssh://';
  const [address = '', ...path] = rest.split('/');
  if (path.join('') !== '') return 'a path behind the host is not supported';
  const [, hostname = '', given = ''] = HOST_AND_PORT.exec(address) ?? [];
  if (address !== '' && hostname === '' && given === '')
    return `${JSON.stringify(address)} is not host:port; ${ACCEPTED}`;
  const host = bare(hostname) || 'localhost';
  if (!HOST.test(host)) return `the host ${JSON.stringify(host)} is not a host name`;
  const port = given === '' ? (tls === undefined ? DOCKER_PORT : DOCKER_TLS_PORT) : Number(given);
  if (port < 1 || port > 65_535) return `port ${given} is not a port to connect to; ports are 1 to 65535`;
  return { kind: 'tcp', host, port, ...(tls === undefined ? {} : { tls }) };
}

function ssh(text: string): Endpoint | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
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

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

import { isIP } from 'node:net';

/** Whether requests that name this host are answered: `Host` without its port. */
export type ServedHosts = (hostname: string) => boolean;

const LOOPBACK = /^(localhost|127\.[\d.]+|::1|::ffff:127\.[\d.]+)$/i;
/** Names that browsers resolve by themselves. */
const LOCAL_NAME = /(^|\.)localhost\.?$/i;

/**
 * Which host names a server is reached under; `undefined` for all.
 *
 * A page on the internet can point a name of its own to 127.0.0.1 (DNS rebinding), and the browser then lets it read whatever
 * a server there answers. It cannot do so with an address, or with `localhost`.
 *
 * @param bound the address that the server listens on; only a loopback refuses names unless `hosts` are given.
 * @param hosts further names: `'hooks.example.com'`, `'*.example.com'`, `'*'`.
 */
export function servedHosts(bound: string, hosts: readonly string[] | undefined): ServedHosts | undefined {
  if (hosts === undefined && !LOOPBACK.test(bound)) return undefined;
  const names = (hosts ?? []).map((name) => name.toLowerCase());
  if (names.includes('*')) return undefined;
  return (hostname) => {
    const name = hostname.toLowerCase();
    if (isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || LOCAL_NAME.test(name)) return true;
    return [bound.toLowerCase(), ...names].some((each) =>
      each.startsWith('*.') ? name.endsWith(each.slice(1)) : name === each,
    );
  };
}

/** What a request under another name is told. */
export const MISDIRECTED =
  "this server does not answer under that host name; name it in .http({ hosts: ['hooks.example.com'] })";

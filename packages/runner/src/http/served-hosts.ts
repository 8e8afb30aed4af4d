import { isIP } from 'node:net';

/** Whether requests that name this host are answered: `Host` without its port. */
export type ServedHosts = (hostname: string) => boolean;

/** Names that browsers resolve by themselves. */
const LOCAL_NAME = /(^|\.)localhost\.?$/i;

/**
 * Which host names a server is reached under; `undefined` for all.
 *
 * A page on the internet can point a name of its own to 127.0.0.1 (DNS rebinding), and the browser then lets it read whatever
 * a server there answers. It cannot do so with an address, or with `localhost`. Without `hosts` all names are answered: most
 * proxies on the same machine pass their own host on.
 *
 * @param bound the address that the server listens on.
 * @param hosts the names: `'hooks.example.com'`, `'*.example.com'`, `'*'`.
 */
export function servedHosts(bound: string, hosts: readonly string[] | undefined): ServedHosts | undefined {
  if (hosts === undefined || hosts.includes('*')) return undefined;
  const names = [bound, ...hosts].map((name) => name.toLowerCase());
  return (hostname) => {
    const name = hostname.toLowerCase();
    if (isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || LOCAL_NAME.test(name)) return true;
    return names.some((each) => (each.startsWith('*.') ? name.endsWith(each.slice(1)) : name === each));
  };
}

/** What a request under another name is told. */
export const MISDIRECTED =
  "this server does not answer under that host name; name it in .http({ hosts: ['hooks.example.com'] })";

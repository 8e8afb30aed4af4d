const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens on this address',
  EACCES: 'this user may not listen on this port',
  EPERM: 'the system does not permit it',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAFNOSUPPORT: 'this machine has no addresses of this kind',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
};

/** Why a server does not listen, in plain words with Node's code: `this machine has no such address (EADDRNOTAVAIL)`. */
export function listenReason({ code = '', message }: NodeJS.ErrnoException): string {
  const words = REASONS[code];
  return words === undefined ? message : `${words} (${code})`;
}

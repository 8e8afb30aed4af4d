import { type Parsed, parsed, refused } from '../../input/index.ts';
import { isIpAddress, withoutBrackets } from './ip-address.ts';

/** A line of the container's `/etc/hosts`. */
export interface ExtraHost {
  readonly host: string;
  /** An IP address without brackets, or `'host-gateway'`. */
  readonly address: string;
}

const EXPECTED = 'name:address or name=address, the address an IP or host-gateway';

/** `name:address` or `name=address`, as `docker run --add-host`: split at `=` if there is one, else at the first `:`. */
export function parseExtraHost(text: string): Parsed<ExtraHost> {
  const at = text.includes('=') ? text.indexOf('=') : text.indexOf(':');
  const host = text.slice(0, Math.max(at, 0));
  if (host === '' || /[:\s]/.test(host)) return refused(EXPECTED);
  const address = parseHostAddress(text.slice(at + 1));
  return address.ok ? parsed({ host, address: address.value }) : address;
}

/** An IP address, in brackets or not, or `host-gateway`: the engine's own address. */
export function parseHostAddress(text: string): Parsed<string> {
  const address = withoutBrackets(text);
  return text === 'host-gateway' || isIpAddress(address) ? parsed(address) : refused(EXPECTED);
}

export function printExtraHost({ host, address }: ExtraHost): string {
  return `${host}:${address}`;
}

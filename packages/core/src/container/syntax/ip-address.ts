import { isIPv4, isIPv6 } from 'node:net';

/** Whether `text` is an IP address without brackets, zone or mask. */
export function isIpAddress(text: string): boolean {
  return isIPv4(text) || isIpv6Address(text);
}

/** As `net.isIPv6`, which also takes zones (`fe80::1%eth0`) that the engine refuses. */
export function isIpv6Address(text: string): boolean {
  return isIPv6(text) && !text.includes('%');
}

/** The address inside of `[…]`, or `text` itself. */
export function withoutBrackets(text: string): string {
  return text.length > 2 && text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
}

/** Whether `text` is an Ethernet address: `'92:d0:c6:0a:29:33'`. */
export function isMacAddress(text: string): boolean {
  return /^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(text);
}

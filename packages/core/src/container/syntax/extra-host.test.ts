import { expect, test } from 'vitest';
import { parseExtraHost, printExtraHost } from './extra-host.ts';

test.each([
  ['myhost:192.168.0.1', 'myhost:192.168.0.1'],
  ['myhost=192.168.0.1', 'myhost:192.168.0.1'],
  ['myhost=[192.168.0.1]', 'myhost:192.168.0.1'],
  ['host.and.domain.invalid:10.0.2.1', 'host.and.domain.invalid:10.0.2.1'],
  ['anipv6host:2003:ab34:e::1', 'anipv6host:2003:ab34:e::1'],
  ['anipv6host:[2003:ab34:e::1]', 'anipv6host:2003:ab34:e::1'],
  ['anipv6host=[2003:ab34:e::1]', 'anipv6host:2003:ab34:e::1'],
  ['ipv6local:::1', 'ipv6local:::1'],
  ['ipv6local=::1', 'ipv6local:::1'],
  ['ipv6local:0:0:0:0:0:0:0:1', 'ipv6local:0:0:0:0:0:0:0:1'],
  ['host.docker.internal:host-gateway', 'host.docker.internal:host-gateway'],
  ['host.docker.internal=host-gateway', 'host.docker.internal:host-gateway'],
])('%s is %s', (text, printed) => {
  const result = parseExtraHost(text);
  expect(result.ok && printExtraHost(result.value)).toBe(printed);
  expect(parseExtraHost(printed)).toEqual(result);
});

// biome-ignore format: a table reads better in rows
test.each([
  '', ':', '=', 'myhost', 'myhost:', 'myhost=', ':1.2.3.4', '=1.2.3.4', '::::1', 'myhost:192.notanipaddress.1',
  'thathost-nosemicolon10.0.0.1', 'anipv6host:::::1', 'ipv6local:::0::', 'a:b=1.2.3.4', 'my host:1.2.3.4',
  'myhost: 1.2.3.4', 'myhost:1.2.3.4 ', 'myhost:[::1', 'myhost:::1]', 'myhost:[]', 'myhost:fe80::1%eth0',
  'myhost:Host-Gateway', 'myhost:[host-gateway]', 'myhost:localhost', 'myhost:1.2.3.4:80',
])('%j is refused', (text) => {
  expect(parseExtraHost(text).ok).toBe(false);
});

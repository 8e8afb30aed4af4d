import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PortMapping, parsePublishedPort, printPublishedPort } from './published-port.ts';

/** What each text publishes, in the canonical print: `hostIp:hostPort:containerPort/protocol`. */
// biome-ignore format: a table reads better in rows
const accepted: readonly [text: string, ...printed: string[]][] = [
  ['80', '127.0.0.1::80/tcp'], ['080', '127.0.0.1::80/tcp'], ['80/', '127.0.0.1::80/tcp'],
  ['80/UDP', '127.0.0.1::80/udp'], ['3456/sctp', '127.0.0.1::3456/sctp'], [':80', '127.0.0.1::80/tcp'],
  ['::80', '127.0.0.1::80/tcp'], ['0:80', '127.0.0.1::80/tcp'], ['8080:80', '127.0.0.1:8080:80/tcp'],
  ['65535:65535/udp', '127.0.0.1:65535:65535/udp'], ['127.0.0.1:8080:80/udp', '127.0.0.1:8080:80/udp'],
  ['192.168.1.100::6000/udp', '192.168.1.100::6000/udp'], ['0.0.0.0:8080:80', '0.0.0.0:8080:80/tcp'],
  ['[::1]:8080:80', '[::1]:8080:80/tcp'], ['::1:8080:80', '[::1]:8080:80/tcp'],
  ['[2001:4860:0:2001::68]::333', '[2001:4860:0:2001::68]::333/tcp'],
  ['2001:4860:0:2001::68::333', '[2001:4860:0:2001::68]::333/tcp'], ['::::80', '[::]::80/tcp'],
  ['8000-8010:80', '127.0.0.1:8000-8010:80/tcp'],
  ['80-82', '127.0.0.1::80/tcp', '127.0.0.1::81/tcp', '127.0.0.1::82/tcp'],
  ['0.0.0.0:1234-1235:3333-3334/tcp', '0.0.0.0:1234:3333/tcp', '0.0.0.0:1235:3334/tcp'],
  ['80-80:90-90', '127.0.0.1:80:90/tcp'], ['0:80-81', '127.0.0.1::80/tcp', '127.0.0.1::81/tcp'],
];

test.each(accepted)('%s', (text, ...printed) => {
  const result = parsePublishedPort(text);
  expect(result.ok && result.value.map(printPublishedPort)).toEqual(printed);
});

test('a range for a range maps one to one', () => {
  const result = parsePublishedPort('8000-8010:80-90');
  expect(result.ok && result.value).toHaveLength(11);
});

// biome-ignore format: a table reads better in rows
test.each([
  '', ' ', ' 80', '80 ', '+80', '-80', '8e1', '0x50', '80.0', '٨٠', 'http', '1asdf', '0', '8080:0', '65536',
  '8080:65536', '65536:80', '-1:-1', '99999999999999999999:80', '80/http', '80/tcp/udp', '/tcp', '80/tcp ',
  '80 /tcp', '8080:', ':', '::', ':::', '127.0.0.1:8080:', '192.168.1.100', 'localhost:8080:80', '256.0.0.1:8080:80',
  '127.0.0.01:8080:80', '127.0.0.1/8:8080:80', '[::1:8080:80', '::1]:8080:80', '[127.0.0.1]:8080:80',
  '[fe80::1%eth0]:8080:80', 'fe80::1%eth0:8080:80', '[]:8080:80', '[::g]:80:80', '8010-8000:80-90', '90-80', '80-',
  '-80:80', '80-81-82', '8000-8010:80-91', '8000-8001:80-90', '8000:80-81', '0-10',
])('%j is refused', (text) => {
  expect(parsePublishedPort(text).ok).toBe(false);
});

test('two ranges of different lengths are refused with their lengths', () => {
  expect(parsePublishedPort('8000-8001:80-90')).toMatchObject({
    expected: 'two ranges of the same length',
    because: '8000-8001 has 2 ports and 80-90 has 11',
  });
});

const mapping: fc.Arbitrary<PortMapping> = fc
  .record({
    containerPort: fc.integer({ min: 1, max: 65_535 }),
    protocol: fc.constantFrom('tcp', 'udp', 'sctp'),
    hostIp: fc.oneof(fc.ipV4(), fc.constantFrom('::', '::1', '2001:db8::68')),
    hostPort: fc.integer({ min: 0, max: 65_000 }),
    span: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ span, ...port }) =>
    span === 0 || port.hostPort === 0 ? port : { ...port, hostPortEnd: port.hostPort + span },
  );

test('a printed port parses to the same port', () => {
  fc.assert(
    fc.property(mapping, (port) => {
      expect(parsePublishedPort(printPublishedPort(port))).toEqual({ ok: true, value: [port] });
    }),
  );
});

test('any text is answered', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof parsePublishedPort(text).ok === 'boolean'));
});

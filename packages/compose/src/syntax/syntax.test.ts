import { expect, test } from 'vitest';
import { parseDuration, parsePort, parseSize, parseVolume, printDuration } from './index.ts';

const answer = <T>(parsed: { ok: true; value: T } | { ok: false; expected: string }) =>
  parsed.ok ? parsed.value : `no: ${parsed.expected}`;

// biome-ignore format: a table reads better in rows
test.each([
  ['90s', '1m30s'], ['1h', '1h0m0s'], ['1.5m', '1m30s'], ['100ms', '100ms'], ['1us', '1µs'], ['0', '0s'],
  ['2h45m10s', '2h45m10s'], ['1ms5us', '1.005ms'],
])('the duration %s prints as %s', (text, printed) => {
  expect(printDuration(answer(parseDuration(text)) as bigint)).toBe(printed);
});

// biome-ignore format: a table reads better in rows
test.each([['1kb', 1024], ['1k', 1024], ['64m', 67108864], ['1gb', 1073741824], ['12', 12], ['1.5g', 1610612736]])(
  'the size %s is %d bytes', (text, bytes) => { expect(answer(parseSize(text))).toBe(BigInt(bytes)); },
);

test.each(['', 'x', '1q', '-1', '1h'])('the size %j is refused', (text) => {
  expect(parseSize(text).ok).toBe(false);
});

test.each([
  ['80', [{ mode: 'ingress', target: 80, protocol: 'tcp' }]],
  ['8080:80', [{ mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' }]],
  ['127.0.0.1::53/udp', [{ mode: 'ingress', host_ip: '127.0.0.1', target: 53, protocol: 'udp' }]],
  ['[::1]:8080:80', [{ mode: 'ingress', host_ip: '::1', target: 80, published: '8080', protocol: 'tcp' }]],
  [
    '90-91:80-81',
    [
      { mode: 'ingress', target: 80, published: '90', protocol: 'tcp' },
      { mode: 'ingress', target: 81, published: '91', protocol: 'tcp' },
    ],
  ],
])('the port %s is read', (text, ports) => {
  expect(answer(parsePort(text))).toEqual(ports);
});

test.each(['', 'http', '80:70000', '80-82:90-91', '1:2:3:4', '80/quic'])('the port %j is refused', (text) => {
  expect(parsePort(text).ok).toBe(false);
});

test.each([
  ['data:/var/lib', { type: 'volume', source: 'data', target: '/var/lib', volume: {} }],
  ['/cache', { type: 'volume', target: '/cache', volume: {} }],
  ['./src:/app:ro', { type: 'bind', source: './src', target: '/app', read_only: true }],
  ['~/x:/app:z', { type: 'bind', source: '~/x', target: '/app', bind: { selinux: 'z' } }],
  ['C:\\data:/data', { type: 'bind', source: 'C:\\data', target: '/data' }],
])('the volume %s is read', (text, volume) => {
  expect(answer(parseVolume(text))).toMatchObject(volume);
});

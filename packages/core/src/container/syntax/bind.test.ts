import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBind, printBind, type ShortMount } from './bind.ts';

const place = { directory: '/srv/blueprint', home: '/home/me' };

/** What each text mounts, in the canonical print. */
// biome-ignore format: a table reads better in rows
const accepted: readonly [text: string, type: ShortMount['type'], printed: string][] = [
  ['/home', 'volume', '/home'], ['/with space', 'volume', '/with space'], ['/c/', 'volume', '/c'],
  ['/h:/c', 'bind', '/h:/c'], ['/h:/c:', 'bind', '/h:/c'], ['/:/host', 'bind', '/:/host'],
  ['/tmp/../:/host', 'bind', '/:/host'], ['/h:/with space', 'bind', '/h:/with space'],
  ['/h:/a/../b//c/', 'bind', '/h:/b/c'], ['./h:/c:ro', 'bind', '/srv/blueprint/h:/c:ro'],
  ['../h:/c', 'bind', '/srv/h:/c'], ['.:/c', 'bind', '/srv/blueprint:/c'], ['~/x:/c', 'bind', '/home/me/x:/c'],
  ['~:/c', 'bind', '/home/me:/c'], ['/rw:/ro', 'bind', '/rw:/ro'], ['/h:/c:rw', 'bind', '/h:/c'],
  ['/h:/c:shared', 'bind', '/h:/c:shared'], ['/h:/c:rslave,ro,Z', 'bind', '/h:/c:ro,Z,rslave'],
  ['/h:/c:z,ro', 'bind', '/h:/c:ro,z'], ['/h:/c:ro,z,private', 'bind', '/h:/c:ro,z,private'],
  ['/h:/c:cached', 'bind', '/h:/c:cached'], ['name:/c', 'volume', 'name:/c'], ['name:/c:ro', 'volume', 'name:/c:ro'],
  ['name:/c:nocopy', 'volume', 'name:/c:nocopy'], ['name:/c:ro,nocopy,z', 'volume', 'name:/c:ro,z,nocopy'],
  ['a.b_c-1:/c', 'volume', 'a.b_c-1:/c'],
];

test.each(accepted)('%s', (text, type, printed) => {
  const result = parseBind(text, place);
  expect(result.ok && [result.value.type, printBind(result.value)]).toEqual([type, printed]);
});

// biome-ignore format: a table reads better in rows
test.each([
  '', './', '../', '/:../', '/:path', ':', '/tmp:', ':test', ':/test', 'tmp:', ':test:', '::', ':::', '/tmp:::',
  ':/tmp::', '/path:rw', '/path:ro', '/rw:rw', 'path:ro', '/path:shared', '/path:slave', '/path:private', '/path:z',
  '/path:/path:sw', '/path:/path:rwz', '/path:/path:ro,rw', '/path:/path:ro,ro', '/path:/path:z,Z',
  '/path:/path:ro,', '/path:/path:,', '/path:/path:RO', '/path:/path: ro', '/path:/path:ro,rshared,rslave',
  '/path:/path:ro,z,rshared,rslave', '/path:/path:nocopy', '/path:/path:nocopy,ro', '/a:/b:/c', '/a:/b:ro:z',
  'name:/c:shared', 'name:/c:rshared', 'name:/c:slave', 'name:/c:rslave', 'name:/c:private', 'name:/c:cached',
  '/h:/', '/h://', '/h:/..', '/', '/h:c', '/h:./c', 'data', 'sub/dir:/c', 'n:/c', '-name:/c', 'na me:/c', 'nämé:/c',
  '~other/x:/c', 'C:\\data:/c', 'c:/data:/c', 'C:\\data', 'c:\\data:d:\\c',
])('%j is refused', (text) => {
  expect(parseBind(text, place).ok).toBe(false);
});

const segment = fc.stringMatching(/^[a-zA-Z0-9_ -]*[a-zA-Z0-9]$/);
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
const bind: fc.Arbitrary<ShortMount> = fc
  .record({
    source: path,
    target: path,
    readOnly: fc.boolean(),
    options: fc.constantFrom({}, { selinux: 'z' as const }, { propagation: 'rslave' as const }),
  })
  .map(({ options, ...rest }) => ({ type: 'bind', ...rest, ...options, createSource: true }));

test('a printed bind parses to the same bind', () => {
  fc.assert(
    fc.property(bind, (mount) => {
      expect(parseBind(printBind(mount), place)).toEqual({ ok: true, value: mount });
    }),
  );
});

import { expect, test } from 'vitest';
import { urlBelow } from './url-below.ts';

test.each<[url: string, route: string, below: string]>([
  ['/ops/calls?x=/ops/', '/ops/*', '/calls?x=/ops/'],
  ['/ops/ops/calls', '/ops/*path', '/ops/calls'],
  ['/ops/ops/calls', '/ops/ops/*path', '/calls'],
  ['/api/v1/ops/calls/a%2Fb', '/api/v1/ops/*', '/calls/a%2Fb'],
  ['/OPS/calls', '/ops/*', '/calls'],
  ['/%6fps/calls', '/ops/*', '/calls'],
  ['/acme/ops/calls', '/:tenant/ops/*', '/calls'],
  ['//ops//calls', '/ops/*', '//calls'],
  ['/ops/', '/ops/*', '/'],
  ['/ops', '/ops/*', '/'],
  ['/ops?x=1', '/ops/*', '/?x=1'],
  ['/calls', '/*', '/calls'],
  ['http://evil.example/ops/calls', '/ops/*', '/calls'],
])('%s below %s is %s', (url, route, below) => {
  expect(urlBelow(url, route)).toBe(below);
});

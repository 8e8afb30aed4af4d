import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RequestSplitter } from './request-splitter.ts';

const requests = [
  'GET /a?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'POST /b HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello',
  'PUT /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n',
  'POST /d HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nGET /not-a-request HTTP/1.1\r\n\r\n',
];

test('the proxy finds each request and changes no byte, however the bytes are cut', () => {
  const sent = requests.join('');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (sizes) => {
      const splitter = new RequestSplitter();
      const urls: string[] = [];
      let through = '';
      for (let at = 0, i = 0; at < sent.length; i += 1) {
        const size = sizes[i % sizes.length] ?? 1;
        for (const { request, bytes } of splitter.push(Buffer.from(sent.slice(at, at + size)))) {
          if (request !== undefined) urls.push(`${request.method} ${request.url}`);
          through += bytes.toString();
        }
        at += size;
      }
      expect(urls).toEqual(['GET /a?x=1', 'POST /b', 'PUT /c', 'POST /d']);
      expect(through).toBe(sent);
    }),
  );
});

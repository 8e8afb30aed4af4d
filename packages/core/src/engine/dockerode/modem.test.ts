import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import { ApiClient } from '../request/api-client.ts';
import { EngineHttpError } from '../transport/engine-http-error.ts';
import type { EngineRequest, EngineTransport } from '../transport/engine-transport.ts';
import { Modem } from './modem.ts';

const never = new AbortController().signal;

function setup(status: number, body: Readable) {
  const requests: EngineRequest[] = [];
  const transport: EngineTransport = {
    endpoint: 'memory',
    async request(request) {
      requests.push(request);
      const onAbort = () => body.destroy(request.signal.reason);
      request.signal.addEventListener('abort', onAbort);
      body.once('close', () => request.signal.removeEventListener('abort', onAbort));
      return { status, headers: {}, body };
    },
    close: () => undefined,
  };
  const modem = new Modem(new ApiClient(transport, { apiVersion: '1.41', renegotiate: async () => false }));
  const dial = (options: object) =>
    new Promise((resolve, reject) => {
      const asked = {
        path: '/x',
        method: 'GET',
        statusCodes: { 200: true, 404: 'no such thing' },
        ...options,
      };
      modem.dial(asked as Parameters<Modem['dial']>[0], (error, answer) =>
        error ? reject(error as Error) : resolve(answer),
      );
    });
  return { modem, dial, requests };
}

const text = (content: string) => Readable.from([Buffer.from(content)]);

describe('an answer', () => {
  test.each([
    ['JSON', '{"a":1}', { a: 1 }],
    ['text', 'OK', Buffer.from('OK')],
    ['nothing', '', Buffer.alloc(0)],
  ])('of %s', async (_name, content, expected) => {
    expect(await setup(200, text(content)).dial({})).toEqual(expected);
  });

  test('that streams is passed on', async () => {
    const body = text('x');
    expect(await setup(200, body).dial({ isStream: true })).toBe(body);
  });

  test.each([
    ['{"message":"No such container: x"}', 'No such container: x'],
    ['{"cause":"y","message":"z: y","response":404}', 'z: y'],
    ['plain text', 'plain text'],
    ['', 'status 404 without a reason'],
  ])('that says no: %s', async (content, reason) => {
    for (const isStream of [true, false]) {
      const error = await setup(404, text(content))
        .dial({ isStream })
        .catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(EngineHttpError);
      expect(error).toMatchObject({ statusCode: 404, reason });
    }
  });

  test('that breaks off is an error, as is an abort while it hangs', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('cut'));
      },
    });
    await expect(setup(200, broken).dial({})).rejects.toThrow('cut');
    const abort = new AbortController();
    const hanging = setup(200, new PassThrough()).dial({ abortSignal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
  });
});

test('an answer that is lost before its reader begins is an error', async () => {
  const lost = new PassThrough().on('error', () => undefined);
  const closed = new Promise((resolve) => lost.once('close', resolve));
  lost.destroy(new Error('cut'));
  await closed;
  await expect(setup(200, lost).dial({})).rejects.toThrow('cut');
});

test('requests carry the version and the signal', async () => {
  const { dial, requests } = setup(200, text('{}'));
  await dial({ abortSignal: never });
  expect(requests).toEqual([expect.objectContaining({ path: '/v1.41/x', signal: never })]);
});

describe('what users of dockerode know', () => {
  const frame = (stream: number, content: string) =>
    Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, content.length]), Buffer.from(content)]);

  function sink() {
    const chunks: string[] = [];
    const writable = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk.toString());
        setImmediate(done);
      },
    });
    return { chunks, writable };
  }

  test('demuxStream writes both streams apart, at the pace of its sinks', async () => {
    const [out, err] = [sink(), sink()];
    const source = Readable.from([Buffer.concat([frame(1, 'a'), frame(2, 'b'), frame(1, 'c')])]);
    setup(200, source).modem.demuxStream(source, out.writable, err.writable);
    await expect.poll(() => [out.chunks, err.chunks]).toEqual([['a', 'c'], ['b']]);
  });

  test('demuxStream destroys a source that is not divided', async () => {
    const source = Readable.from([Buffer.from('plain text of a terminal')]);
    const failed = new Promise((resolve) => source.once('error', resolve));
    setup(200, source).modem.demuxStream(source, sink().writable, sink().writable);
    expect(await failed).toSatisfy((error) => isDocktopusError(error, 'engine.protocol'));
  });

  test.each([
    ['{"status":"a"}\n{"status":"b"}\n', null, 2],
    ['{"status":"a"}\n{"errorDetail":{"message":"no space left on device"}}\n', 'disk.full', 2],
    ['{"status":"a"}\nnonsense\n', 'engine.protocol', 1],
  ])('followProgress of %j', async (content, code, count) => {
    const source = text(content);
    const [error, lines] = await new Promise<[unknown, readonly unknown[]]>((resolve) => {
      setup(200, source).modem.followProgress(source, (cause, all) => resolve([cause, all]));
    });
    if (code === null) expect(error).toBeNull();
    else expect(error).toMatchObject({ code });
    expect(lines).toHaveLength(count);
  });
});

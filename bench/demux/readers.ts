import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { connectDocker, type Docker } from '@docktopus/core';
import type { EngineTransport } from '@docktopus/core/engine';
import Dockerode from 'dockerode';

/** Reads the whole of one output, and hands each piece to `take`, which may take its time. */
export type Reader = (body: Readable, take: (data: Buffer) => void | Promise<void>) => Promise<void>;

/** No demultiplexing at all: how fast the bytes themselves can be read. */
export const bytesOnly: Reader = async (body, take) => {
  for await (const chunk of body) await take(chunk as Buffer);
};

/** `containerLogs` over a transport whose answer is `body`: everything that there is between engine and author. */
export async function docktopusReader(): Promise<{ readonly read: Reader; close(): Promise<void> }> {
  let answer: Readable | undefined;
  const text = (content: string) => ({
    status: 200,
    headers: {},
    body: Readable.from([Buffer.from(content)]),
  });
  const transport: EngineTransport = {
    endpoint: 'memory',
    async request({ path }) {
      if (path === '/_ping') return text('OK');
      if (path === '/version') return text('{"Version":"0","ApiVersion":"1.41","Arch":"none"}');
      if (answer === undefined) throw new Error(`nothing is answered to ${path}`);
      return { status: 200, headers: {}, body: answer };
    },
    close: () => undefined,
  };
  const docker: Docker = await connectDocker({ transport });
  return {
    async read(body, take) {
      answer = body;
      for await (const { data } of await docker.engine.containerLogs('x')) {
        const taken = take(data);
        if (taken !== undefined) await taken;
      }
    },
    close: () => docker.close(),
  };
}

/** dockerode's own: `modem.demuxStream`. */
export const dockerodeReader: Reader = async (body, take) => {
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const taken = take(chunk);
      if (taken === undefined) done();
      else taken.then(() => done(), done);
    },
  });
  new Dockerode({ host: 'localhost' }).modem.demuxStream(body, sink, sink);
  await once(body, 'end');
  sink.end();
  await once(sink, 'finish');
};

import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { ApiClient } from '../request/api-client.ts';
import { attachedStream } from './attached-stream.ts';
import { OpenStream } from './open-stream.ts';
import { RunningCall } from './running-call.ts';

function opened(body: Duplex) {
  const running = new RunningCall({ operation: 'engine.startExec', subject: 'x' }, {} as ApiClient);
  return new OpenStream(body, running, () => running.release());
}

/** Says `said`, then its connection is reset. */
function resetAfter(said: Buffer) {
  const parts = [said];
  const body = new Duplex({
    read() {
      const part = parts.shift();
      if (part) this.push(part);
      else this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    },
  });
  return opened(body);
}

async function outputOf(said: Buffer, endsByReset: boolean): Promise<string> {
  let text = '';
  for await (const { data } of attachedStream(resetAfter(said), false, endsByReset).output) text += data;
  return text;
}

const message = Buffer.from([1, 0, 0, 0, 0, 0, 0, 5, ...Buffer.from('hello')]);

test('a reset ends the output where the engine ends it so, and nowhere else', async () => {
  await expect(outputOf(message, true)).resolves.toBe('hello');
  await expect(outputOf(message, false)).rejects.toMatchObject({ code: 'engine.disconnected' });
});

test('a reset within a message is no end', async () => {
  await expect(outputOf(message.subarray(0, -1), true)).rejects.toMatchObject({ name: 'DocktopusError' });
});

test('a reset does not lose what has come before it and was not asked for yet', async () => {
  const body = new Duplex({ read: () => undefined });
  const { output } = attachedStream(opened(body), false, true);
  body.push(message);
  let text = '';
  for await (const { data } of output) {
    text += data;
    if (body.destroyed) continue;
    body.push(message);
    await new Promise((resolve) => setImmediate(resolve));
    body.destroy(Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET' }));
  }
  expect(text).toBe('hellohello');
});

import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

export const requestCases = cases('request', {
  'answers with JSON, and with nothing for an empty answer': async (bench) => {
    const id = await bench.create();
    const start = { method: 'POST', path: `/containers/${id}/start` } as const;
    assert.equal(await bench.docker.request(start), undefined);
    const query = { all: true, filters: { label: [bench.label] } };
    const list = await bench.docker.request<{ Id: string }[]>({ path: '/containers/json', query });
    assert.deepEqual(
      list.map(({ Id }) => Id),
      [id],
    );
  },
  'streams an answer': async (bench) => {
    const { id } = await bench.toEnd('echo streamed', { Tty: true });
    const request = { path: `/containers/${id}/logs`, query: { stdout: true } };
    assert.match(await text(await bench.docker.request(request, { answer: 'stream' })), /streamed/);
  },
  'rejects with the code of what the engine says': async (bench) => {
    const gone = { method: 'DELETE', path: `/containers/${bench.name()}` } as const;
    const error = await rejects(bench.docker.request(gone), 'container.not-found');
    assert.equal(error.details.status, 404);
  },
  'ends when its caller aborts': async (bench) => {
    const abort = new AbortController();
    const wait = { method: 'POST', path: `/containers/${await bench.run()}/wait` } as const;
    const waiting = rejects(bench.docker.request(wait, { signal: abort.signal }), 'aborted');
    abort.abort();
    await waiting;
  },
});

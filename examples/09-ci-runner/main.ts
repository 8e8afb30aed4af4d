import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DockerContext, isDocktopusError } from '@docktopus/core';

const ctx = await DockerContext.connect();

/** `POST /build` runs a script in a container that exists for it alone, and streams what it writes. */
async function build(call: IncomingMessage, answer: ServerResponse): Promise<void> {
  // A caller that hangs up cancels the build, and its container is removed.
  const cancel = new AbortController();
  answer.on('close', () => cancel.abort());
  const step = ctx
    .container('docktopus/busybox:1.35')
    .cmd(['sh', '-e'])
    .workdir('/tmp')
    .networks('none')
    .limits({ memory: '128m', memorySwap: '128m', cpus: 1, pids: 64 })
    .strict('off');
  const run = step.runStream({ input: await text(call), signal: cancel.signal, timeoutMs: 60_000 });
  answer.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
  try {
    for await (const { stream, line } of run) answer.write(`${stream}: ${line}\n`);
    const { exitCode, oomKilled } = await run.exit;
    answer.end(oomKilled ? 'out of memory\n' : `exit code ${exitCode}\n`);
  } catch (error) {
    if (cancel.signal.aborted) console.log('a build was cancelled');
    else answer.end(isDocktopusError(error, 'timeout') ? 'it took too long\n' : 'it could not be run\n');
  }
}

const builds: Promise<void>[] = [];
const server = createServer((call, answer) => void builds.push(build(call, answer))).listen(0, '127.0.0.1');
await once(server, 'listening');

async function post(script: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const [answer] = await once(request({ port, method: 'POST' }).end(script), 'response');
  return answer.setEncoding('utf8');
}

console.log(
  await text(await post('echo compiling; sleep 1; echo a warning >&2; sleep 1; echo 12 tests passed')),
);
console.log(await text(await post('echo compiling; false; echo never')));
console.log(await text(await post('echo allocating; exec tail /dev/zero')));

const endless = await post('echo building; while :; do sleep 1; done');
await once(endless, 'data');
endless.destroy();
await Promise.all(builds);
server.close();
await ctx.close();

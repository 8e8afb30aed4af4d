import type { IncomingMessage } from 'node:http';
import { viewPorts } from '../../../engine/index.ts';
import { DocktopusError } from '../../../errors/index.ts';
import { answerTimeout, anySignal } from '../../../scope/index.ts';
import type { ReadyHttp } from '../../options/ready-condition.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';
import type { Address } from './contact.ts';
import { portAddresses } from './port-addresses.ts';
import { hostPace, repeatProbe } from './repeat-probe.ts';

/** One attempt may take this long: a service that hangs on its first request is asked again. */
const ATTEMPT_MS = 5_000;
/** A predicate sees this much of the body. */
const BODY_BYTES = 1 << 20;

/** Resolves when a request to the container is answered as wanted. */
export async function probeHttp(target: ProbeTarget, condition: ReadyHttp, run: ProbeRun): Promise<void> {
  const view = await viewPorts(target.docker, target.inspect, { signal: run.signal });
  const { published, direct, problem } = portAddresses(view, condition.port);
  const address = published ?? direct;
  if (!address) {
    throw new DocktopusError('container.not-ready', {
      operation: 'container.start',
      subject: target.subject,
      reason: `port ${condition.port} cannot be probed over HTTP: ${problem?.reason}`,
      hint: `${problem?.hint}, or wait with ready.command() for a command in the container`,
    });
  }
  await repeatProbe(() => attempt(address, condition, run.signal), hostPace, run);
}

async function attempt(
  address: Address,
  condition: ReadyHttp,
  signal: AbortSignal,
): Promise<string | undefined> {
  const time = answerTimeout(ATTEMPT_MS);
  try {
    const response = await send(address, condition, anySignal(signal, time));
    const status = response.statusCode ?? 0;
    const { statuses, predicate } = condition;
    const accepted = statuses.length > 0 ? statuses.includes(status) : status >= 200 && status < 400;
    if (!accepted || !predicate) {
      response.destroy();
      return accepted ? undefined : `${condition.path} answers with status ${status}`;
    }
    const body = await read(response);
    return (await predicate({ status, body }))
      ? undefined
      : `the predicate refuses the answer of ${condition.path}`;
  } catch (error) {
    signal.throwIfAborted();
    if (time.aborted) return `${condition.path} did not answer within ${ATTEMPT_MS} ms`;
    return `${condition.path} cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function send(address: Address, condition: ReadyHttp, signal: AbortSignal): Promise<IncomingMessage> {
  const { method, path, headers, tls } = condition;
  const options = {
    ...address,
    method,
    path,
    headers,
    signal,
    agent: false,
    rejectUnauthorized: false,
  } as const;
  const { request: open } = await (tls ? import('node:https') : import('node:http'));
  return new Promise((resolve, reject) => {
    const request = open(options);
    request.on('response', resolve);
    // Without a listener, Node would end the connection and say nothing.
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    request.on('error', reject);
    request.end();
  });
}

async function read(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size >= BODY_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, BODY_BYTES).toString('utf8');
}

import { invalid, printable } from '../../errors/index.ts';
import {
  asGiven,
  CALL_OPTIONS,
  checkOptions,
  type OptionReaders,
  readAnyText,
  readFlag,
  readMilliseconds,
  readObject,
  readRecord,
  readText,
  readThing,
  readWord,
} from '../../input/index.ts';
import type { ApiRequest } from '../request/api-request.ts';
import type { RequestOptions, SendRequest } from '../request/send-request.ts';
import type { EngineCalls } from './engine-calls.ts';
import type { Call } from './running-call.ts';

const OPTIONS: OptionReaders<RequestOptions> = {
  ...CALL_OPTIONS,
  answer: readWord(['json', 'text', 'stream']),
  operation: readText,
  subject: readAnyText,
  notFound: readText,
  silenceMs: readMilliseconds(1),
};

const REQUEST: OptionReaders<ApiRequest> = {
  method: readWord(['GET', 'HEAD', 'POST', 'PUT', 'DELETE']),
  path: asGiven,
  query: readObject,
  body: readThing('an object, bytes, or a stream', (value) => typeof value === 'object'),
  headers: readRecord(readAnyText),
  upgrade: readFlag,
  long: readFlag,
  repeatable: readFlag,
};

/** {@link SendRequest} as one call. */
export function requestOver(calls: EngineCalls): SendRequest {
  const send = async (request: ApiRequest, options: RequestOptions = {}) => {
    checkOptions(options, OPTIONS, 'docker.request');
    checkOptions(request, REQUEST, options.operation ?? 'docker.request', options.subject);
    const { answer = 'json', silenceMs, operation = 'docker.request', notFound } = options;
    const { method = 'GET', path } = request;
    const call: Call = { operation, subject: options.subject ?? `${method} ${path}`, notFound, options };
    checkPath(path, call);
    if (answer === 'stream') {
      const stream = await calls.open(call, 'beginning', request);
      return stream.toReadable(silenceMs);
    }
    return calls.run(call, async (running) => {
      if (answer === 'text') return (await running.send(request)).toString('utf8');
      return running.json(request);
    });
  };
  return send as SendRequest;
}

/** Nothing in a path may lead to another one, and a query that is written into it would lose its encoding. */
function checkPath(path: unknown, { operation, subject }: Call): void {
  const segments = String(path).split('/').slice(1);
  const fine =
    typeof path === 'string' &&
    path.startsWith('/') &&
    /^[\w./:@+~!$&'()*,;=%-]+$/.test(path) &&
    segments.every((one) => one !== '' && one !== '.' && one !== '..') &&
    !/^v\d+\.\d+$/.test(segments[0] ?? '');
  if (fine) return;
  const issue = {
    path: 'path',
    got: printable(path),
    expected: "a path such as '/containers/json', without API version and query",
    hint: 'put the query into the field query, and ids through encodeURIComponent()',
  };
  throw invalid('spec.invalid', operation, [issue], subject);
}

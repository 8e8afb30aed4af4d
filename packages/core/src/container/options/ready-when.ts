import {
  LONGEST_TIMER_MS,
  type Problems,
  readAnyText,
  readDuration,
  readFlag,
  readFunction,
  readInteger,
  readList,
  readRecord,
  readText,
  readWord,
} from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import type { Healthcheck } from './healthcheck.ts';
import type { Option } from './option.ts';
import type { ReadyCondition } from './ready-condition.ts';

/** A condition as `ready` makes it. */
export const readyWhen = {
  calls: { readyWhen: { read: readReady } },
  hash: 'volatile',
  contradictions: (condition, { healthcheck }) =>
    healthcheck === 'none' && condition.kind === 'healthy'
      ? [
          {
            path: 'readyWhen',
            got: 'ready.healthy()',
            expected: 'a condition that needs no health check',
            because: "healthcheck is 'none'",
          },
        ]
      : [],
  critical: [
    {
      option: 'readyWhen',
      consequence: 'the container counts as ready as soon as its process exists',
      write: '.readyWhen(ready.port(8080))',
      bites: false,
      isImplicit: ({ readyWhen }) => readyWhen === undefined,
    },
  ],
} satisfies Option<
  ReadyCondition,
  { readonly readyWhen?: ReadyCondition; readonly healthcheck?: Healthcheck }
>;

/** How long a start waits until it is ready, once its process runs, in milliseconds. */
export const readyTimeoutMs = {
  calls: { readyTimeout: { read: readDuration(1, LONGEST_TIMER_MS) } },
  hash: 'volatile',
} satisfies Option<number>;

function readReady(value: unknown, problems: Problems): ReadyCondition | undefined {
  const before = problems.issues.length;
  check(value, problems);
  return problems.issues.length === before ? (value as ReadyCondition) : undefined;
}

function check(value: unknown, problems: Problems): unknown {
  if (!isRecord(value)) return problems.refuse(value, 'a condition such as ready.port(6379)');
  switch (value.kind as ReadyCondition['kind']) {
    case 'healthy':
      return undefined;
    case 'port':
      return readInteger(1, 65_535)(value.port, problems.at('port'));
    case 'http':
      return checkHttp(value, problems);
    case 'log':
      return checkLog(value, problems);
    case 'exit':
      return readInteger(0, 255)(value.code, problems.at('code'));
    case 'command':
      return checkList(value.argv, readAnyText, problems.at('argv'));
    case 'all':
    case 'any':
      return checkList(value.conditions, readReady, problems);
    default:
      return problems.refuse(value.kind, 'a condition such as ready.port(6379)');
  }
}

function checkHttp(value: Readonly<Record<string, unknown>>, problems: Problems): void {
  readInteger(1, 65_535)(value.port, problems.at('port'));
  readList(readInteger(100, 599))(value.statuses, problems.at('status'));
  readWord(['GET', 'HEAD', 'POST'])(value.method, problems.at('method'));
  readRecord(readAnyText)(value.headers, problems.at('headers'));
  readFlag(value.tls, problems.at('tls'));
  if (value.predicate !== undefined) readFunction(value.predicate, problems.at('predicate'));
  const path = readText(value.path, problems.at('path'));
  if (path !== undefined && !/^\/[^\s]*$/.test(path))
    problems.at('path').refuse(path, 'a path that begins with /');
}

function checkLog(value: Readonly<Record<string, unknown>>, problems: Problems): void {
  readInteger(1)(value.times, problems.at('times'));
  const { pattern } = value;
  const expected = 'a RegExp or a text that is not empty';
  if (!isRecord(pattern)) problems.at('pattern').refuse(pattern, expected);
  else if (!isRecord(pattern.regExp) && (typeof pattern.text !== 'string' || pattern.text === ''))
    problems.at('pattern').refuse(pattern.text, expected);
}

function checkList<T>(
  value: unknown,
  read: (value: unknown, problems: Problems) => T | undefined,
  problems: Problems,
): void {
  readList(read)(value, problems);
  if (Array.isArray(value) && value.length === 0) problems.refuse(value, 'at least one entry');
}

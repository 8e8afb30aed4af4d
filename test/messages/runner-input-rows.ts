import { composeProject, deployDockerfile, loadCompose } from '@docktopus/compose';
import { DockerContext } from '@docktopus/core';
import {
  BlueprintRunner,
  blueprint,
  body,
  cron,
  fromAsyncIterable,
  fromContainerStatus,
  fromObservable,
  JobOutcome,
  jsonLines,
  metadata,
  pinoLogger,
  sign,
  textLogger,
} from '@docktopus/runner';
import type { Rows } from './bench.ts';

const runner = () => BlueprintRunner.for(DockerContext);

/** As `inputRows`, for runners and Compose projects. */
export const runnerInputRows: Rows = {
  'no Compose file': [
    () => loadCompose([null] as never),
    [
      'spec.invalid: loadCompose: 1 problem',
      '  files: got [null], expected the path of a Compose file, { content } with its text, or a list of these',
    ].join('\n'),
  ],
  'no Compose file for a project': [
    ({ docker }) => composeProject(docker, undefined as never),
    [
      'spec.invalid: loadCompose: 1 problem',
      '  files: got undefined, expected the path of a Compose file, { content } with its text, or a list of these',
    ].join('\n'),
  ],
  'no Dockerfile': [
    ({ docker }) => deployDockerfile(docker, undefined as never),
    [
      'spec.invalid: deployDockerfile: 1 problem',
      '  source: got undefined, expected { folder } with a Dockerfile, or { text } of one',
    ].join('\n'),
  ],
  'the options of a text logger': [
    () => textLogger({ level: 'loud', write: 5, colour: true } as never),
    [
      'runner.invalid: textLogger: 3 problems',
      "  level: got \"loud\", expected one of 'trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'",
      '  write: got 5, expected a function',
      '  colour: got an unknown key, expected one of level, write',
    ].join('\n'),
  ],
  'the options of a JSON logger': [
    () => pinoLogger({ level: 7, pino: {} } as never),
    [
      'runner.invalid: pinoLogger: 2 problems',
      "  level: got 7, expected one of 'trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'",
      '  pino: got {}, expected an instance of pino',
    ].join('\n'),
  ],
  'the options of HTTP': [
    () =>
      runner().http({ calls: { auth: { type: 'oauth2' }, path: '/x' }, dashboard: { port: -1 } } as never),
    [
      'runner.invalid: runner.http: 3 problems',
      '  calls.path: got an unknown key, expected one of auth',
      "  calls.auth.type: got \"oauth2\", expected one of 'none', 'bearer', 'api-key'",
      '  dashboard.port: got -1, expected a whole number from 0 to 65535',
    ].join('\n'),
  ],
  'hosts with a port, and with a scheme': [
    () => runner().http({ hosts: ['hooks.example.com:8443', 'https://x.example', '*'] }),
    [
      'runner.invalid: runner.http: 2 problems',
      "  hosts[0]: got \"hooks.example.com:8443\", expected a host name without a port, such as 'hooks.example.com' or '*.example.com'",
      "  hosts[1]: got \"https://x.example\", expected a host name without a port, such as 'hooks.example.com' or '*.example.com'",
    ].join('\n'),
  ],
  'no auth for calls over HTTP': [
    () => runner().http({ calls: {} } as never),
    [
      'runner.invalid: runner.http: 1 problem',
      "  calls.auth: got undefined, expected an object such as { type: 'bearer', token }; write auth: { type: 'none' } to let everybody call",
    ].join('\n'),
  ],
  'a dashboard that is a text': [
    () => runner().http({ dashboard: 'yes' } as never),
    [
      'runner.invalid: runner.http: 1 problem',
      '  dashboard: got "yes", expected true, false or an object',
    ].join('\n'),
  ],
  'a dashboard on the port of an application': [
    () => runner().mount({ dashboard: { port: 80 } } as never),
    [
      'runner.invalid: runner.mount: 1 problem',
      '  dashboard.port: got an unknown key, expected one of actions',
    ].join('\n'),
  ],
  'how a runner logs and connects': [
    () => runner().options({ logger: console.log, connect: { timeoutMs: '5s', endpiont: 'x' } } as never),
    [
      'runner.invalid: BlueprintRunner.for: 3 problems',
      '  logger: got a function, expected a logger, such as pinoLogger()',
      '  connect.timeoutMs: got "5s", expected milliseconds from 1 to 2147483647, or 0 for no deadline',
      "  connect.endpiont: got an unknown key, expected a known one; did you mean 'endpoint'?",
    ].join('\n'),
  ],
  'calls that are no list': [
    () => runner().submitAll({ interval: 1 } as never),
    ['job.invalid: runner.submitAll: 1 problem', '  calls: got {"interval":1}, expected a list'].join('\n'),
  ],
  'the status of nothing': [
    () => fromContainerStatus(5 as never, 'job' as never, null as never),
    [
      'runner.invalid: producer fromContainerStatus: 2 problems',
      '  container: got 5, expected a Container, or the name of a managed one',
      '  toRequest: got "job", expected a function',
    ].join('\n'),
  ],
  'the name of a producer of statuses': [
    () => fromContainerStatus('db', () => undefined, { name: 5 } as never),
    ['runner.invalid: producer fromContainerStatus: 1 problem', '  name: got 5, expected a string'].join(
      '\n',
    ),
  ],
  'no observable': [
    () => fromObservable([] as never),
    [
      'runner.invalid: producer fromObservable: 1 problem',
      '  source: got [], expected an observable of rxjs',
    ].join('\n'),
  ],
  'no iterable': [
    () => fromAsyncIterable([] as never, 5 as never),
    [
      'runner.invalid: producer fromAsyncIterable: 2 problems',
      '  source: got [], expected an async iterable, or a function that returns one',
      '  name: got 5, expected a string',
    ].join('\n'),
  ],
  'no schedule': [
    () => cron(Symbol('x') as never, 'job'),
    [
      'runner.invalid: producer cron Symbol(x): 1 problem',
      '  expression: got Symbol(x), expected a string',
    ].join('\n'),
  ],
  'a later try at no time': [
    () => JobOutcome.retryAfter('1s' as never),
    [
      'job.invalid: JobOutcome.retryAfter: 1 problem',
      '  ms: got "1s", expected milliseconds from 0 to 2147483647',
    ].join('\n'),
  ],
  'nothing to sign': [
    () => sign(Buffer.from('secret') as never, 5 as never),
    [
      'runner.invalid: sign: 2 problems',
      '  secret: got [hidden], expected a string',
      '  body: got 5, expected a string or bytes',
    ].join('\n'),
  ],
  'no path for lines': [
    () => jsonLines(5 as never),
    ['runner.invalid: jsonLines: 1 problem', '  path: got 5, expected a string'].join('\n'),
  ],
  'no key of metadata': [
    () => metadata(5 as never),
    ['job.invalid: @metadata: 1 problem', '  key: got 5, expected a string'].join('\n'),
  ],
  'no schema of a body': [
    () => body({} as never),
    ['job.invalid: @body: 1 problem', '  schema: got {}, expected a schema, such as z.string()'].join('\n'),
  ],
  'a blueprint without jobs': [
    () => blueprint({} as never),
    ['runner.invalid: blueprint: 1 problem', '  jobs: got undefined, expected a function'].join('\n'),
  ],
  'a blueprint with an unknown part': [
    () => blueprint({ jobs: () => ({}), container: 5 } as never),
    [
      'runner.invalid: blueprint: 1 problem',
      "  container: got an unknown key, expected one of name, settings, init, containers, ready, jobs, producers, shutdown, runner; did you mean 'containers'?",
    ].join('\n'),
  ],
};

import { interpolate } from '@docktopus/compose';
import {
  BlueprintEnvironment,
  Container,
  config,
  connectDocker,
  Injector,
  printCause,
  printGroupEvent,
  printPlan,
  printSweep,
  secret,
  showProgress,
} from '@docktopus/core';
import { parseEnvFile } from '@docktopus/core/kit';
import { implicitChoices, specHash, toCreateBody } from '@docktopus/core/spec';
import type { Rows } from './bench.ts';

/** Callers without types give functions values of the wrong kind; each row has the whole text that they get. */
export const inputRows: Rows = {
  'a promise for options': [
    ({ docker }) => docker.images.list(Promise.resolve({}) as never),
    ['spec.invalid: images.list: 1 problem', '  options: got a promise, expected an object; await it'].join(
      '\n',
    ),
  ],
  'a Map for options': [
    ({ docker }) => docker.images.list(new Map() as never),
    [
      'spec.invalid: images.list: 1 problem',
      '  options: got a collection, expected an object; write its entries as fields',
    ].join('\n'),
  ],
  'half a character in an option': [
    ({ docker }) => Container.builder(docker, 'box:1').workdir('/\ud800').spec,
    [
      'spec.invalid: container.spec box:1: 1 problem',
      '  workdir: got "/\\ud800", expected a string of whole characters, because half of a surrogate pair would arrive as another character',
    ].join('\n'),
  ],
  'half a character in an id': [
    ({ docker }) => docker.engine.inspectContainer('\ud800'),
    [
      'spec.invalid: engine.inspectContainer: 1 problem',
      '  id: got "\\ud800", expected an id or a name',
    ].join('\n'),
  ],
  'an id that is an object': [
    ({ docker }) => Container.fromId(docker, Object.create(null)),
    ['spec.invalid: Container.fromId: 1 problem', '  idOrName: got {}, expected a string'].join('\n'),
  ],
  'no spec for a slot': [
    ({ docker }) => Container.slot(docker, undefined as never),
    [
      'spec.invalid: container.slot: 1 problem',
      '  spec: got undefined, expected the spec of a container: builder.spec',
    ].join('\n'),
  ],
  'no spec for a hash': [
    () => specHash(null as never),
    [
      'spec.invalid: specHash: 1 problem',
      '  spec: got null, expected the spec of a container: builder.spec',
    ].join('\n'),
  ],
  'no spec for a body': [
    () => toCreateBody('box:1' as never),
    [
      'spec.invalid: toCreateBody: 1 problem',
      '  spec: got "box:1", expected the spec of a container: builder.spec',
    ].join('\n'),
  ],
  'no spec for its choices': [
    () => implicitChoices({} as never),
    [
      'spec.invalid: implicitChoices: 1 problem',
      '  spec: got {}, expected the spec of a container: builder.spec',
    ].join('\n'),
  ],
  'an environment that is not text': [
    () => connectDocker({ env: { DOCKER_HOST: 5 } as never }),
    ['spec.invalid: connectDocker: 1 problem', '  env.DOCKER_HOST: got 5, expected a string'].join('\n'),
  ],
  'no plan to print': [
    () => printPlan(undefined as never),
    ['spec.invalid: printPlan: 1 problem', '  plan: got undefined, expected a list'].join('\n'),
  ],
  'no cause to print': [
    () => printCause(null as never),
    ['spec.invalid: printCause: 1 problem', '  facts: got null, expected an object'].join('\n'),
  ],
  'no sweep to print': [
    () => printSweep('x' as never),
    ['spec.invalid: printSweep: 1 problem', '  steps: got "x", expected a list'].join('\n'),
  ],
  'no event to print': [
    () => printGroupEvent({} as never),
    ['spec.invalid: printGroupEvent: 1 problem', '  event: got {}, expected an event of a group'].join('\n'),
  ],
  'no client for progress': [
    () => showProgress(undefined as never),
    [
      'spec.invalid: showProgress: 1 problem',
      '  docker: got undefined, expected the client that connectDocker() returns',
    ].join('\n'),
  ],
  'no stream for progress': [
    ({ docker }) => showProgress(docker, { stream: 2 } as never),
    [
      'spec.invalid: showProgress: 1 problem',
      '  stream: got 2, expected a stream, such as process.stderr',
    ].join('\n'),
  ],
  'no schema for a secret': [
    () => secret(null as never),
    ['config.invalid: secret: 1 problem', '  schema: got null, expected a schema, such as z.string()'].join(
      '\n',
    ),
  ],
  'no schema for settings': [
    () => config(null as never),
    [
      'config.invalid: @config: 1 problem',
      '  settings: got null, expected a schema, such as z.string()',
    ].join('\n'),
  ],
  'a field of settings without a schema': [
    () => BlueprintEnvironment.extend({ port: 80 } as never),
    [
      'config.invalid: settings.extend: 1 problem',
      '  fields.port: got 80, expected a schema, such as z.string()',
    ].join('\n'),
  ],
  'no token and no provider': [
    () => Injector.create().provide(undefined as never, 5 as never),
    [
      'context.invalid: injector.provide: 2 problems',
      '  token: got undefined, expected a class, a string or a symbol',
      '  provider: got 5, expected { useValue }, { useClass } or { useFactory }',
    ].join('\n'),
  ],
  'an env file that is no text': [
    () => parseEnvFile(5 as never, 'x' as never),
    [
      'spec.invalid: parseEnvFile: 2 problems',
      '  text: got 5, expected a string',
      '  variables: got "x", expected an object of variables, or a function that finds one',
    ].join('\n'),
  ],
  'a template that is no text': [
    () => interpolate(null as never, {}),
    ['spec.invalid: interpolate: 1 problem', '  text: got null, expected a string'].join('\n'),
  ],
};

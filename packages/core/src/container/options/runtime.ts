import { readFlag, readText } from '../../input/index.ts';
import type { CreateOptions } from './create-options.ts';
import type { Option } from './option.ts';

/** What the engine runs the container with. */
export const runtime = {
  calls: { runtime: { read: readText } },
  body: (name) => ({ HostConfig: { Runtime: name } }),
  hash: 'body',
} satisfies Option<string>;

/** A small init in front of the container's process, which passes signals on and reaps zombies. */
export const init = {
  calls: { init: { read: readFlag } },
  body: (wanted) => ({ HostConfig: { Init: wanted } }),
  hash: 'body',
  critical: [
    {
      option: 'init',
      consequence: "the container's own process must reap children and handle signals as process 1",
      write: '.init(true) or .init(false)',
      bites: false,
      isImplicit: ({ init, createOptions }) =>
        init === undefined && createOptions?.HostConfig?.Init === undefined,
    },
  ],
} satisfies Option<boolean, { readonly init?: boolean; readonly createOptions?: CreateOptions }>;

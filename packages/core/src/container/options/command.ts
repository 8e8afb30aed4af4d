import { type Problems, readAnyText, readList, readText } from '../../input/index.ts';
import type { CreateOptions } from './create-options.ts';
import type { Option } from './option.ts';

/** The command's arguments, or the command itself without an entrypoint. */
export const cmd = {
  calls: { cmd: { read: readArguments } },
  body: (argv) => ({ Cmd: argv }),
  hash: 'body',
} satisfies Option<readonly string[]>;

/** An empty one clears the image's, which the engine calls `['']`. */
export const entrypoint = {
  calls: {
    entrypoint: {
      read: (value, problems) => {
        const argv = readArguments(value, problems);
        return argv?.length === 0 ? [''] : argv;
      },
    },
  },
  body: (argv) => ({ Entrypoint: argv }),
  hash: 'body',
} satisfies Option<readonly string[]>;

export const workdir = {
  calls: { workdir: { read: readText } },
  body: (path) => ({ WorkingDir: path }),
  hash: 'body',
} satisfies Option<string>;

export const user = {
  calls: { user: { read: readText } },
  body: (name) => ({ User: name }),
  hash: 'body',
  critical: [
    {
      option: 'user',
      consequence: "the container runs as the image's user, which is root unless the image says otherwise",
      write: ".user('1000:1000')",
      bites: false,
      isImplicit: ({ user, createOptions }) => user === undefined && createOptions?.User === undefined,
    },
  ],
} satisfies Option<string, { readonly user?: string; readonly createOptions?: CreateOptions }>;

function readArguments(value: unknown, problems: Problems): readonly string[] | undefined {
  if (typeof value === 'string') {
    return problems.refuse(value, 'a list of arguments', {
      hint: "for a shell command write ['sh', '-c', '…']",
    });
  }
  return readList(readAnyText)(value, problems);
}

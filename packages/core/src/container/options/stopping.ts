import { readSyntax, readWholeSeconds } from '../../input/index.ts';
import { parseUnixSignal } from '../syntax/unix-signal.ts';
import type { CreateOptions } from './create-options.ts';
import type { Option } from './option.ts';

/** With its prefix: `'SIGTERM'`, or a number as text. */
export const stopSignal = {
  calls: { stopSignal: { read: readSyntax(parseUnixSignal) } },
  body: (signal) => ({ StopSignal: signal }),
  hash: 'body',
} satisfies Option<string>;

/** Whole seconds between asking and killing; −1 waits without end. */
export const stopTimeoutSeconds = {
  calls: { stopTimeout: { read: readWholeSeconds } },
  body: (seconds) => ({ StopTimeout: seconds }),
  hash: 'body',
  critical: [
    {
      option: 'stopTimeout',
      consequence: 'the engine kills the container 10 seconds after asking it to stop',
      write: ".stopTimeout('30s')",
      bites: false,
      isImplicit: ({ stopTimeoutSeconds, createOptions }) =>
        stopTimeoutSeconds === undefined && createOptions?.StopTimeout === undefined,
    },
  ],
} satisfies Option<number, { readonly stopTimeoutSeconds?: number; readonly createOptions?: CreateOptions }>;

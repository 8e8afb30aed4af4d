import { EXIT } from '../output/index.ts';

/** Why a command was asked to end, and what it ends with then. */
export class Interruption extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Aborts on the first SIGINT or SIGTERM, and when the reader of stdout has gone; the second signal ends at once. */
export function interruptions(): AbortSignal {
  listening ??= listen();
  return listening;
}

let listening: AbortSignal | undefined;

function listen(): AbortSignal {
  const abort = new AbortController();
  const onSignal = (name: 'SIGINT' | 'SIGTERM') => {
    const exitCode = name === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    if (abort.signal.aborted) process.exit(exitCode);
    abort.abort(new Interruption(exitCode, `${name} came`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `docktopus logs | head` has what it wanted.
    if (error.code === 'EPIPE') abort.abort(new Interruption(EXIT.done, 'the reader of the output is gone'));
  });
  return abort.signal;
}

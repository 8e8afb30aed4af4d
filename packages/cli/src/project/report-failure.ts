import { relative } from 'node:path';
import { programFailureText } from './program-failure-text.ts';

/** How Node ends a program that waits for what nothing can bring about any more. */
const UNSETTLED = 13;

/**
 * Prints why the program of this process failed, in the place of Node, which adds its own frames and those of the loader. A
 * program that listens for errors gets them from Node.
 */
export function reportFailure(path: string): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    if (isHeard()) return;
    const stacks = /^(debug|trace)$/i.test(process.env.DOCKTOPUS_LOG_LEVEL ?? '');
    const { text, more } = programFailureText(error, path, stacks);
    process.stderr.write(`${text}\n`);
    if (!more) process.exit(1);
  });
  process.on('exit', () => {
    // Node says so in a listener of its own.
    if (process.exitCode !== UNSETTLED) return;
    process.stderr.write(
      `error ${relative(process.cwd(), path)} cannot be loaded\nAn await at the top of a file never settles, and nothing is left that could settle it\n`,
    );
  });
}

function isHeard(): boolean {
  return (
    process.hasUncaughtExceptionCaptureCallback() ||
    process.listenerCount('uncaughtException') > 0 ||
    process.listenerCount('uncaughtExceptionMonitor') > 1
  );
}

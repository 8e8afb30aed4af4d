import { describeError } from '@docktopus/core';
import { tellNoPlan } from './dry-run.ts';

/**
 * If nothing catches `error`, which is about to be thrown, prints its message, hint, causes and link and ends the process with
 * exit code 1. Node would print a line of the bundle and every fact of every cause.
 */
export async function reportIfUncaught(error: unknown, options: { readonly stacks: boolean }): Promise<void> {
  await tellNoPlan(error);
  // A program that listens for such errors prints them itself.
  if (process.listenerCount('uncaughtException') > 0) return;
  const onUncaught = (thrown: unknown) => {
    if (thrown !== error) throw thrown;
    process.stderr.write(`${describeError(error, { ...options, help: true })}\n`);
    process.exit(1);
  };
  process.once('uncaughtException', onUncaught);
  // Node looks for rejections without a handler before the event loop goes on.
  setImmediate(() => process.off('uncaughtException', onUncaught));
}

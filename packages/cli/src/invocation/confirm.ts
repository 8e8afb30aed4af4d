import { createInterface } from 'node:readline/promises';
import type { Invocation } from './invocation.ts';

/** Asks on a terminal; without one, or with `--no-input` or `--json`, the answer is no. */
export async function confirm({ options, signal }: Invocation, question: string): Promise<boolean> {
  if (!options.input || options.json || !process.stdin.isTTY || !process.stderr.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // On a terminal in raw mode, Ctrl-C is a key.
  asking.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = new Promise<string>((resolve) => asking.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([asking.question(`${question} [y/N] `, { signal }), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    signal.throwIfAborted();
    // Ctrl-D: nothing was said.
    return false;
  } finally {
    asking.close();
  }
}

import { createInterface } from 'node:readline/promises';
import type { Invocation } from './invocation.ts';

/** Asks on a terminal; without one, or with `--no-input` or `--json`, the answer is no. */
export async function confirm({ options, signal }: Invocation, question: string): Promise<boolean> {
  if (!options.input || options.json || !process.stdin.isTTY || !process.stderr.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // On a terminal in raw mode, Ctrl-C is a key.
  asking.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `, { signal })).trim());
  } finally {
    asking.close();
  }
}

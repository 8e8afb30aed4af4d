import type { DisplayStream } from './display.ts';

/** How progress is shown; `'auto'` looks at the stream and at the environment. */
export type ProgressFormat = 'auto' | 'terminal' | 'plain' | 'json' | 'off';

/**
 * What `'auto'` means here: drawn on a terminal, plain lines in CI and on terminals that cannot draw, and nothing under a
 * test runner.
 */
export function chooseFormat(
  wanted: ProgressFormat,
  stream: DisplayStream,
  env: Readonly<Record<string, string | undefined>>,
): Exclude<ProgressFormat, 'auto'> {
  if (wanted !== 'auto') return wanted;
  if (env.NODE_ENV === 'test') return 'off';
  const inCi = (env.CI ?? '') !== '' && env.CI !== 'false';
  return stream.isTTY === true && !inCi && env.TERM !== 'dumb' ? 'terminal' : 'plain';
}

import type { Docker } from '../engine/index.ts';
import type { Display, DisplayStream } from './display.ts';
import { JsonDisplay } from './json-display.ts';
import { PlainDisplay } from './plain-display.ts';
import { chooseFormat, type ProgressFormat } from './progress-format.ts';
import { TerminalDisplay } from './terminal-display.ts';

export interface ShowProgressOptions {
  /**
   * `'terminal'` draws in place, `'plain'` writes a line when something has begun or ended, `'json'` one object per line.
   * @default 'auto': `'off'` when NODE_ENV is `test`, `'terminal'` on a terminal outside of CI, else `'plain'`
   */
  readonly format?: ProgressFormat | undefined;
  /** @default process.stderr, so that stdout stays the program's own */
  readonly stream?: DisplayStream | undefined;
}

/**
 * Shows how far the pulls, pushes and builds over the connection of `docker` are, whoever asked for them, until what it
 * returns is disposed or the connection closes. Shows images and steps only: neither credentials nor build arguments.
 */
export function showProgress(
  docker: Docker,
  { format = 'auto', stream = process.stderr }: ShowProgressOptions = {},
): Disposable {
  const display = displayOf(chooseFormat(format, stream, process.env), stream);
  const showing = display && docker.images.activity$.subscribe((activity) => display.take(activity));
  return docker.use({
    [Symbol.dispose]() {
      showing?.unsubscribe();
      display?.close();
    },
  });
}

function displayOf(format: Exclude<ProgressFormat, 'auto'>, stream: DisplayStream): Display | undefined {
  if (format === 'terminal') return new TerminalDisplay(stream);
  if (format === 'plain') return new PlainDisplay(stream);
  return format === 'json' ? new JsonDisplay(stream) : undefined;
}

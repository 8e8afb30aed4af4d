import { type Docker, requireDocker } from '../engine/index.ts';
import { checkOptions, type OptionReaders, readHaving, readWord } from '../input/index.ts';
import type { Display, DisplayStream } from './display.ts';
import { JsonDisplay } from './json-display.ts';
import { PlainDisplay } from './plain-display.ts';
import { chooseFormat, type ProgressFormat } from './progress-format.ts';
import { StreamDisplay } from './stream-display.ts';
import { TerminalDisplay } from './terminal-display.ts';

/** Options of `showProgress()`. */
export interface ShowProgressOptions {
  /**
   * `'terminal'` draws in place, `'plain'` writes a line when something has begun or ended, `'json'` one object per line.
   * @default 'auto': `'off'` when NODE_ENV is `test`, `'terminal'` on a terminal outside of CI, else `'plain'`
   */
  readonly format?: ProgressFormat | undefined;
  /** @default process.stderr, so that stdout stays the program's own */
  readonly stream?: DisplayStream | undefined;
}

const OPTIONS: OptionReaders<ShowProgressOptions> = {
  format: readWord(['auto', 'terminal', 'plain', 'json', 'off']),
  stream: readHaving('a stream, such as process.stderr', 'write'),
};

type ShownFormat = Exclude<ProgressFormat, 'auto' | 'off'>;

const displays: Readonly<Record<ShownFormat, new (stream: DisplayStream) => Display>> = {
  terminal: TerminalDisplay,
  plain: PlainDisplay,
  json: JsonDisplay,
};

/** A process has one terminal, however many clients it has. */
const shownOn = new WeakMap<DisplayStream, Map<ShownFormat, StreamDisplay>>();

/**
 * Shows how far the pulls, pushes and builds over the connection of `docker` are, for every caller, until what it
 * returns is disposed or the connection closes. Twice on one stream is once. Shows images and steps only: neither
 * credentials nor build arguments.
 */
export function showProgress(docker: Docker, options: ShowProgressOptions = {}): Disposable {
  requireDocker(docker, 'showProgress');
  checkOptions(options, OPTIONS, 'showProgress');
  const { format = 'auto', stream = process.stderr } = options;
  const chosen = chooseFormat(format, stream, process.env);
  if (chosen === 'off') return { [Symbol.dispose]: () => undefined };
  return docker.use(displayOn(stream, chosen).show(docker.images));
}

function displayOn(stream: DisplayStream, format: ShownFormat): StreamDisplay {
  const formats = shownOn.get(stream) ?? new Map<ShownFormat, StreamDisplay>();
  shownOn.set(stream, formats);
  const display = formats.get(format) ?? new StreamDisplay(new displays[format](stream));
  formats.set(format, display);
  return display;
}

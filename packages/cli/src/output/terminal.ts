import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Where output goes, as far as it matters how it looks. */
export interface TerminalStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): boolean;
}

/** Whether colours are wanted: `FORCE_COLOR`, `NO_COLOR` and a dumb terminal have their say. */
export function wantsColor(
  stream: TerminalStream,
  env: Readonly<Record<string, string | undefined>>,
  flag: boolean,
): boolean {
  if (!flag || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Colours text, or leaves it as it is. */
export type Paint = (format: Format, text: string) => string;

export function painter(color: boolean): Paint {
  return color ? (format, text) => styleText(format, text) : (_, text) => text;
}

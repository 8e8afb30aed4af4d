import { plainText } from '@docktopus/core/kit';

const ESCAPE = String.fromCharCode(0x1b);

/** Colours stay, so that a log looks as its program meant; what could do more to a terminal goes. */
export function colorsOnly(line: string): string {
  if (!line.includes(ESCAPE)) return plainText(line);
  const parts = line.split(new RegExp(`(${ESCAPE}\\[[0-9;]{0,40}m)`));
  return parts.map((part, i) => (i % 2 === 1 ? part : plainText(part))).join('');
}

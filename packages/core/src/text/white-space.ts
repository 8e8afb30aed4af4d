/** White space as Go's `unicode.IsSpace` knows it, which Docker's own readers use: with U+0085, without U+FEFF. */
const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const IS_SPACE = new RegExp(`^[${SPACE}]$`);
const LEADING = new RegExp(`^[${SPACE}]+`);

export function isSpace(character: string): boolean {
  return IS_SPACE.test(character);
}

export function trimStart(text: string): string {
  return text.replace(LEADING, '');
}

/** Scans from the end: an anchored expression would take quadratic time on long runs of space. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1]!)) end--;
  return text.slice(0, end);
}

export function trim(text: string): string {
  return trimStart(trimEnd(text));
}

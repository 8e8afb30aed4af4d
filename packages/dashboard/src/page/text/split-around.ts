/** `text` cut at each place of `found` (in lower case): every second part is one of them. */
export function splitAround(text: string, found: string): readonly string[] {
  const lower = text.toLowerCase();
  // A letter whose lower case is longer moves everything behind it: then nothing is marked.
  if (lower.length !== text.length) return [text];
  const parts: string[] = [];
  let from = 0;
  for (let at = lower.indexOf(found); at >= 0; at = lower.indexOf(found, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + found.length));
    from = at + found.length;
  }
  return [...parts, text.slice(from)];
}

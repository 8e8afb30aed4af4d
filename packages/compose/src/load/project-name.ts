/** A name as Docker Compose makes it from a folder: small letters, digits, `-` and `_`, beginning with a letter or digit. */
export function projectNameOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

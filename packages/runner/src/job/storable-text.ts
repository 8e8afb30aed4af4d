/** In place of what not every store can keep. */
const REPLACEMENT = '\uFFFD';
/** NUL, and halves of characters. */
const NOT_STORABLE = /\0|\p{Surrogate}/gu;

/** Text as every store can keep it: some end at a NUL, and some refuse it or the half of a character. */
export function storableText(text: string): string {
  return text.replace(NOT_STORABLE, REPLACEMENT);
}

/** Whether every store keeps `text` as it is. */
export function isStorableText(text: string): boolean {
  return storableText(text) === text;
}

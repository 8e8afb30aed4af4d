/** Deeper JSON is refused: whatever goes through it level by level would run out of stack somewhere. */
export const MOST_LEVELS = 500;

const [QUOTE, BACKSLASH] = ['"', '\\'].map((each) => each.charCodeAt(0));
const [OPEN_LIST, CLOSE_LIST, OPEN_RECORD, CLOSE_RECORD] = ['[', ']', '{', '}'].map((each) =>
  each.charCodeAt(0),
);

/** Whether JSON text has more than {@link MOST_LEVELS} lists and records inside of each other; found without recursion. */
export function isTooDeep(json: string): boolean {
  if (json.length <= MOST_LEVELS) return false;
  let level = 0;
  let inText = false;
  for (let i = 0; i < json.length; i += 1) {
    const code = json.charCodeAt(i);
    if (inText) {
      if (code === BACKSLASH) i += 1;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_LIST || code === OPEN_RECORD) {
      level += 1;
      if (level > MOST_LEVELS) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_RECORD) level -= 1;
  }
  return false;
}

/** What a text from the environment or the command line stands for: a switch, a number, a list or an object, else itself. */
export function readText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^(true|false|null|-?\d|\[|\{)/.test(value)) return value;
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'number' && !Number.isFinite(read) ? value : read;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

/** As {@link readText}, for a switch: `1`, `yes`, `on`, `TRUE` and their opposites; an empty text says nothing. */
export function readSwitch(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value === '') return undefined;
  if (/^(?:1|t|true|y|yes|on)$/i.test(value)) return true;
  return /^(?:0|f|false|n|no|off)$/i.test(value) ? false : readText(value);
}

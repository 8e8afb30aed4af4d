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

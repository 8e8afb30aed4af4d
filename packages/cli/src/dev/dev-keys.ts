/** What a key of the supervisor does. */
export type DevKey = 'open' | 'restart' | 'logs' | 'clear' | 'quit' | 'interrupt';

const KEYS: Readonly<Record<string, DevKey>> = {
  o: 'open',
  r: 'restart',
  l: 'logs',
  c: 'clear',
  q: 'quit',
  // Ctrl-C and Ctrl-D, which are keys on a terminal in raw mode.
  '\u0003': 'interrupt',
  '\u0004': 'quit',
};

export const KEY_HELP = 'o open the dashboard · r restart · l container logs · c clear · q quit';

/** Reads keys as they are pressed, while stdin is a terminal. */
export function readKeys(onKey: (key: DevKey) => void): Disposable {
  const { stdin } = process;
  if (!stdin.isTTY) return { [Symbol.dispose]: () => undefined };
  const onData = (data: Buffer) => {
    for (const character of data.toString()) {
      const key = KEYS[character];
      if (key !== undefined) onKey(key);
    }
  };
  stdin.setRawMode(true).on('data', onData).resume();
  return {
    [Symbol.dispose]: () => {
      stdin.off('data', onData).setRawMode(false).pause();
    },
  };
}

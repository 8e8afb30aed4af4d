import { constants } from 'node:os';

/** `'SIGTERM'` for `'TERM'`, `'sigterm'`, `'15'`; `undefined` for what is no signal. */
export function signalName(text: string): string | undefined {
  if (/^\d+$/.test(text)) {
    const found = Object.entries(constants.signals).find(([, number]) => number === Number(text));
    return found?.[0];
  }
  const name = text.toUpperCase().startsWith('SIG') ? text.toUpperCase() : `SIG${text.toUpperCase()}`;
  return name in constants.signals ? name : undefined;
}

/** @throws TypeError for what {@link signalName} does not know. */
export function signalNumber(name: string): number {
  const number = constants.signals[name as NodeJS.Signals];
  if (number === undefined) throw new TypeError(`${name} is not a signal`);
  return number;
}

/** Signals whose default action does not end a process. */
export const harmless: ReadonlySet<string> = new Set(['SIGCHLD', 'SIGURG', 'SIGWINCH', 'SIGCONT']);

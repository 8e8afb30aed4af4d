import { didYouMean } from '../../errors/index.ts';
import { type Parsed, parsed, refused } from '../../input/index.ts';

/** Of the container's Linux, which differs from a macOS or Windows host that this process may run on. */
const LINUX_SIGNALS: readonly string[] = [
  'ABRT',
  'ALRM',
  'BUS',
  'CHLD',
  'CLD',
  'CONT',
  'FPE',
  'HUP',
  'ILL',
  'INT',
  'IO',
  'IOT',
  'KILL',
  'PIPE',
  'POLL',
  'PROF',
  'PWR',
  'QUIT',
  'SEGV',
  'STKFLT',
  'STOP',
  'SYS',
  'TERM',
  'TRAP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'USR1',
  'USR2',
  'VTALRM',
  'WINCH',
  'XCPU',
  'XFSZ',
];

/** `SIGTERM`, `term`, `15`, `SIGRTMIN+3`; the value is the upper-case name with its prefix, or the number. */
export function parseUnixSignal(text: string): Parsed<string> {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return number >= 1 && number <= 64 ? parsed(String(number)) : refused('a signal number from 1 to 64');
  }
  const name = text.toUpperCase().replace(/^SIG/, '');
  const known = LINUX_SIGNALS.includes(name) || isRealTime(name);
  return known
    ? parsed(`SIG${name}`)
    : refused('a signal of Linux, such as SIGTERM, INT, 9 or SIGRTMIN+3', didYouMean(name, LINUX_SIGNALS));
}

function isRealTime(name: string): boolean {
  const [, base, sign, offset] = /^(RTMIN|RTMAX)(?:([+-])(\d{1,2}))?$/.exec(name) ?? [];
  if (base === undefined) return false;
  if (sign === undefined) return true;
  return (
    sign === (base === 'RTMIN' ? '+' : '-') &&
    Number(offset) >= 1 &&
    Number(offset) <= 15 - (base === 'RTMAX' ? 1 : 0)
  );
}

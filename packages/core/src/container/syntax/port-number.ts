import { type Parsed, parsed, refused } from '../../input/index.ts';

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** A port from 0 to 65535 in digits; `undefined` for everything else. */
function parsePortNumber(text: string): number | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}

/** `'80'` or `'8000-8010'`, ascending. */
export function parsePortRange(text: string): Parsed<PortRange> {
  const [first = '', last = first, ...rest] = text.split('-');
  const from = parsePortNumber(first);
  const to = parsePortNumber(last);
  if (from === undefined || to === undefined || rest.length > 0) {
    return refused('a port from 0 to 65535 or an ascending range such as 8000-8010');
  }
  return from <= to ? parsed({ from, to }) : refused(`an ascending range, such as ${to}-${from}`);
}

export function printPortRange({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

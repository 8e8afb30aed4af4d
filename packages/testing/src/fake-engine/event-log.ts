import { PassThrough, type Readable } from 'node:stream';
import type { FakeClock } from './fake-clock.ts';
import { type FakeFilters, matchesLabels } from './http/query.ts';

/** What happened, before it has a time. */
export interface FakeEvent {
  readonly type: 'container' | 'image' | 'network' | 'volume';
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface LoggedEvent extends FakeEvent {
  readonly timeNano: bigint;
}

/** How many events an engine remembers for those who ask for the past. */
const REMEMBERED = 256;

/** The engine's events: remembers the last 256 of all kinds, and tells its subscribers. */
export class EventLog {
  readonly #clock: FakeClock;
  readonly #subscribers = new Map<PassThrough, (event: LoggedEvent) => boolean>();
  #past: LoggedEvent[] = [];
  #toDrop = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  emit(event: FakeEvent): void {
    const logged = { ...event, timeNano: this.#clock.nowNano() };
    if (this.#toDrop > 0) {
      this.#toDrop -= 1;
      return;
    }
    this.#past = [...this.#past.slice(1 - REMEMBERED), logged];
    for (const [stream, wanted] of this.#subscribers) if (wanted(logged)) stream.write(line(logged));
  }

  /** The next `count` events are neither told nor remembered. */
  drop(count: number): void {
    this.#toDrop += count;
  }

  /** Everything that {@link emit} told so far and is still remembered, oldest first. */
  get past(): readonly FakeEvent[] {
    return this.#past;
  }

  /** The stream of `GET /events`: the past since `since`, then the present, until `until`. */
  open(query: { since?: string | null; until?: string | null; filters: FakeFilters }): Readable {
    const stream = new PassThrough({ highWaterMark: 64 * 1024 });
    const wanted = (event: LoggedEvent) => matches(event, query.filters);
    const until = query.until ? nanoseconds(query.until) : undefined;
    if (query.since || query.until) {
      const since = query.since ? nanoseconds(query.since) : 0n;
      const inTime = ({ timeNano }: LoggedEvent) =>
        timeNano >= since && (until === undefined || timeNano <= until);
      for (const event of this.#past) if (inTime(event) && wanted(event)) stream.write(line(event));
    }
    if (until === undefined) this.#subscribe(stream, wanted);
    else this.#endAt(until, stream, wanted);
    return stream;
  }

  /** The engine goes away: its memory is lost. */
  forget(): void {
    this.#past = [];
  }

  #subscribe(stream: PassThrough, wanted: (event: LoggedEvent) => boolean): void {
    this.#subscribers.set(stream, wanted);
    stream.once('close', () => this.#subscribers.delete(stream));
  }

  #endAt(until: bigint, stream: PassThrough, wanted: (event: LoggedEvent) => boolean): void {
    const leftMs = Number(until / 1_000_000n) - this.#clock.now();
    if (leftMs <= 0) {
      stream.end();
      return;
    }
    this.#subscribe(stream, wanted);
    const timer = this.#clock.after(leftMs, () => {
      this.#subscribers.delete(stream);
      stream.end();
    });
    stream.once('close', () => timer.cancel());
  }
}

/** Written by hand, because a number cannot hold the nanoseconds. */
function line({ type, action, id, attributes, timeNano }: LoggedEvent): string {
  const old = type === 'container' || type === 'image' ? { status: action, id } : {};
  const from = type === 'container' ? { from: attributes.image } : {};
  const head = {
    ...old,
    ...from,
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    scope: 'local',
  };
  const json = JSON.stringify(head);
  return `${json.slice(0, -1)},"time":${timeNano / 1_000_000_000n},"timeNano":${timeNano}}\n`;
}

function matches(event: LoggedEvent, filters: FakeFilters): boolean {
  const { type, action, id, attributes } = event;
  const one = (name: string, test: (value: string) => boolean) => {
    const values = filters.get(name);
    return values === undefined || values.length === 0 || values.some(test);
  };
  // As there: the start of an id or of a name is enough, whatever kind of thing it is.
  const named = (value: string) => id.startsWith(value) || (attributes.name ?? '').startsWith(value);
  const image = type === 'container' ? attributes.image : attributes.name;
  return (
    one('type', (value) => value === type) &&
    // `health_status` matches `health_status: healthy`, as the engine has it.
    one('event', (value) => value === action || action.startsWith(`${value}:`)) &&
    one('container', named) &&
    one('network', named) &&
    one('volume', named) &&
    one('image', (value) => value === id || value === image || value === image?.replace(/:[^/:]*$/, '')) &&
    matchesLabels(attributes, filters.get('label'))
  );
}

/** `'1700000000'`, `'1700000000.123456789'` or a date. */
function nanoseconds(value: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,9}))?$/.exec(value);
  if (match?.[1] === undefined) return BigInt(Math.round(Date.parse(value))) * 1_000_000n;
  return BigInt(match[1]) * 1_000_000_000n + BigInt((match[2] ?? '').padEnd(9, '0'));
}

import { randomBytes } from 'node:crypto';
import type { EventLog } from './event-log.ts';
import type { FakeClock } from './fake-clock.ts';
import { FakeFiles } from './fake-files.ts';
import { badRequest, conflict, notFound } from './http/engine-failure.ts';

export interface FakeVolume {
  readonly name: string;
  readonly created: number;
  readonly anonymous: boolean;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly options: Readonly<Record<string, string>> | null;
  readonly files: FakeFiles;
  /** Ids of the containers that were created with it. */
  readonly usedBy: Set<string>;
}

/** The volumes of the fake engine; what is written to one is there for the next container. */
export class FakeVolumes {
  readonly #clock: FakeClock;
  readonly #events: EventLog;
  readonly #volumes = new Map<string, FakeVolume>();

  constructor(clock: FakeClock, events: EventLog) {
    this.#clock = clock;
    this.#events = events;
  }

  get all(): readonly FakeVolume[] {
    return [...this.#volumes.values()];
  }

  /** @throws EngineFailure 404 */
  get(name: string): FakeVolume {
    const volume = this.#volumes.get(name);
    if (volume === undefined) throw notFound(`get ${name}: no such volume`);
    return volume;
  }

  /** The one that exists wins, whatever else is asked for. */
  create(request: {
    readonly name?: string;
    readonly driver?: string;
    readonly labels?: Readonly<Record<string, string>> | null;
    readonly options?: Readonly<Record<string, string>> | null;
  }): FakeVolume {
    const name = request.name || randomBytes(32).toString('hex');
    if (request.driver !== undefined && request.driver !== '' && request.driver !== 'local') {
      const reason = `plugin "${request.driver}" not found`;
      throw notFound(`create ${name}: error looking up volume plugin ${request.driver}: ${reason}`);
    }
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) {
      const rule =
        'only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path';
      throw badRequest(
        `create ${name}: "${name}" includes invalid characters for a local volume name, ${rule}`,
      );
    }
    const existing = this.#volumes.get(name);
    if (existing !== undefined) {
      // Told each time, as there.
      this.#tell('create', existing);
      return existing;
    }
    const volume: FakeVolume = {
      ...{
        name,
        created: this.#clock.now(),
        anonymous: !request.name,
        files: new FakeFiles(),
        usedBy: new Set(),
      },
      labels: request.labels ?? null,
      options: request.options ?? null,
    };
    this.#volumes.set(name, volume);
    this.#tell('create', volume);
    return volume;
  }

  remove(name: string): void {
    const volume = this.get(name);
    if (volume.usedBy.size > 0) {
      throw conflict(`remove ${name}: volume is in use - [${[...volume.usedBy].join(', ')}]`);
    }
    this.#volumes.delete(name);
    this.#tell('destroy', volume);
  }

  mounted(volume: FakeVolume, container: string, destination: string, writable: boolean): void {
    const more = { container, destination, propagation: '', 'read/write': String(writable) };
    this.#tell('mount', volume, more);
  }

  unmounted(volume: FakeVolume, container: string): void {
    this.#tell('unmount', volume, { container });
  }

  #tell(action: string, { name }: FakeVolume, more: Readonly<Record<string, string>> = {}): void {
    this.#events.emit({ type: 'volume', action, id: name, attributes: { ...more, driver: 'local' } });
  }
}

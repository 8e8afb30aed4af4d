import { Container, type ContainerSpec, launchSlot, settleSlot, slotOf } from '../../container/index.ts';
import type { Docker } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { WarmPool } from '../../pool/index.ts';
import type { Semaphore } from '../../scope/index.ts';
import type { Reservation } from '../capacity/index.ts';
import { boundedCall } from '../member/bounded-call.ts';
import type { WarmSource } from '../member/family-host.ts';
import type { WarmSettings } from '../settings/family-settings.ts';
import type { FamilyClock } from '../time/index.ts';
import { specShape } from './spec-shape.ts';

export interface WarmMembersParts {
  readonly family: string;
  readonly docker: Docker;
  readonly starts: Semaphore;
  readonly clock: FamilyClock;
  readonly settings: WarmSettings;
  /** Holds the memory of those that wait. */
  readonly reservation: Reservation;
  /** Begins their names while they wait. */
  readonly prefix: string;
  /** Of a container that has no key yet. */
  labels(specHash: string): Readonly<Record<string, string>>;
  report(operation: string, error: unknown): void;
}

/** How the warm containers of a family did. */
export interface WarmState {
  /** Started and ready, for the next new key. */
  readonly ready: number;
  readonly starting: number;
  /** New keys that got one. */
  readonly hits: number;
  /** New keys whose container was made for them: none was ready, theirs is made otherwise, or the name was taken. */
  readonly misses: { readonly empty: number; readonly shape: number; readonly name: number };
  /** Why the last start of one failed; `undefined` once one has succeeded. */
  readonly failure: unknown;
}

/** `ContainerPool` bounds leases as well, and here nothing is leased for longer than a rename. */
const NO_BOUND = 1_000_000;

/**
 * Containers that are started before anybody has asked for their key. A new key gets one by renaming it: the name is the
 * lock between processes here as well. That is possible only where the definition makes the same of every key.
 */
export class WarmMembers implements WarmSource {
  readonly #parts: WarmMembersParts;
  #shape: string | undefined;
  /** Another shape, and how often it was asked for in a row. */
  #other: { readonly shape: string; readonly times: number } | undefined;
  #spec: ContainerSpec | undefined;
  #pool: WarmPool | undefined;
  #cancelAge: (() => void) | undefined;
  #made = 0;
  #hits = 0;
  #misses = { empty: 0, shape: 0, name: 0 };
  #closed = false;

  constructor(parts: WarmMembersParts) {
    this.#parts = parts;
  }

  get state(): WarmState {
    const { warm: ready = 0, starting = 0, failure } = this.#pool?.state ?? {};
    return { ready, starting, hits: this.#hits, misses: { ...this.#misses }, failure };
  }

  async claim(spec: ContainerSpec, name: string): Promise<string | undefined> {
    const shape = await specShape(spec);
    if (this.#closed) return undefined;
    if (shape !== this.#shape) {
      this.#misses.shape += 1;
      this.#consider(shape, spec);
      return undefined;
    }
    this.#other = undefined;
    if (this.#pool === undefined || this.#pool.state.warm === 0) {
      this.#misses.empty += 1;
      return undefined;
    }
    const container = await this.#pool.take();
    const { engine } = this.#parts.docker;
    const id = slotOf(container).id ?? '';
    try {
      await boundedCall((call) => engine.renameContainer(id, name, call));
    } catch (error) {
      this.#misses.name += 1;
      container.remove({ force: true }).catch((failure: unknown) => this.#parts.report('warm', failure));
      if (isDocktopusError(error, 'name.in-use', 'container.not-found')) return undefined;
      throw error;
    }
    this.#hits += 1;
    return id;
  }

  /** Ends those that wait. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelAge?.();
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.close();
    this.#parts.reservation.release();
  }

  /** One key that is made otherwise is an exception; the second in a row is the new rule. */
  #consider(shape: string, spec: ContainerSpec): void {
    const times = this.#other?.shape === shape ? this.#other.times + 1 : 1;
    this.#other = { shape, times };
    if (this.#shape !== undefined && times < 2) return;
    this.#shape = shape;
    this.#spec = spec;
    this.#other = undefined;
    this.#renew();
  }

  /** Starts again, with other containers. */
  #renew(): void {
    const { family, settings, reservation, clock } = this.#parts;
    const old = this.#pool;
    this.#pool = undefined;
    old?.close().catch((error: unknown) => this.#parts.report('warm', error));
    this.#cancelAge?.();
    const memoryBytes = (this.#spec?.limits?.memoryBytes ?? 0) * settings.ready;
    reservation.release();
    // Keys go before containers that nobody has asked for.
    if (this.#closed || reservation.grow({ ...reservation.demand, memoryBytes }) !== undefined) return;
    this.#pool = new WarmPool(
      family,
      { make: () => this.#make(), start: (container, signal) => this.#start(container, signal) },
      { min: settings.ready, max: NO_BOUND },
    );
    if (Number.isFinite(settings.maxAgeMs)) {
      this.#cancelAge = clock.after(settings.maxAgeMs, () => this.#renew());
    }
  }

  #make(): Container {
    const { docker, prefix, labels } = this.#parts;
    this.#made += 1;
    const spec = { ...(this.#spec as ContainerSpec), name: `${prefix}${this.#made}` };
    return Container.slot(docker, spec, (specHash) => ({
      labels: labels(specHash),
      adopts: () => ({ adoption: 'foreign', why: 'it waits for a key' }),
    }));
  }

  async #start(container: Container, signal: AbortSignal): Promise<void> {
    const slot = slotOf(container);
    await this.#parts.starts.run(signal, () => launchSlot(slot, { signal }));
    await settleSlot(slot, { signal });
  }
}

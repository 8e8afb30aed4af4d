import { onAbort } from '../../scope/index.ts';
import type { CapacitySettings } from '../settings/family-settings.ts';
import type { Budget, Reservation } from './budget.ts';
import type { Demand, Shortage } from './demand.ts';

/** What an admission needs of its family. */
export interface AdmissionHost {
  /**
   * Begins to send the member to sleep whose place would help, and resolves when that is over, however it went;
   * `undefined` when there is none.
   */
  evict(shortage: Shortage): Promise<void> | undefined;
  /** The error of a caller that is turned away. */
  full(shortage: Shortage): Error;
}

interface Waiter {
  readonly reservation: Reservation;
  readonly demand: Demand;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets members in as far as the capacity reaches. A caller that is let in at once has its reservation before `admit`
 * returns; others are refused or wait in line.
 */
export class Admission {
  readonly #budget: Budget;
  readonly #settings: Pick<CapacitySettings, 'whenFull' | 'waiting'>;
  readonly #host: AdmissionHost;
  readonly #line = new Set<Waiter>();
  #serving = false;
  /** How many members are making room. */
  #evictions = 0;

  constructor(budget: Budget, settings: Pick<CapacitySettings, 'whenFull' | 'waiting'>, host: AdmissionHost) {
    this.#budget = budget;
    this.#settings = settings;
    this.#host = host;
  }

  /** Callers that wait for room. */
  get waiting(): number {
    return this.#line.size;
  }

  /**
   * Raises what `reservation` holds to `demand`.
   *
   * @returns nothing when that was done at once; else a promise that resolves when it is done.
   * @throws DocktopusError `family.full`; the signal's reason when it aborts while the caller waits.
   */
  admit(reservation: Reservation, demand: Demand, signal: AbortSignal): Promise<void> | undefined {
    signal.throwIfAborted();
    // A member that has its place asks for the rest of it: those in line may be waiting for what it has.
    if (reservation.demand.awake || this.#line.size === 0 || !this.#blocksAny(demand)) {
      const shortage = reservation.grow(demand);
      if (shortage === undefined) return undefined;
      if (this.#settings.whenFull === 'refuse') throw this.#host.full(shortage);
    }
    const inUse = this.#line.size;
    const most = this.#settings.waiting;
    if (inUse >= most) throw this.#host.full({ limit: 'waiting', most, inUse });
    return this.#wait(reservation, demand, signal);
  }

  /** Lets those in who have room now. Called after everything that gives something back. */
  serve(): void {
    if (this.#serving) return;
    this.#serving = true;
    try {
      let [open, blocked] = [true, 0];
      for (const waiter of [...this.#line]) {
        const { reservation, demand } = waiter;
        const shortage = open ? reservation.grow(demand) : this.#budget.shortage(reservation.demand, demand);
        if (shortage !== undefined) {
          blocked += 1;
          const refused = this.#evictFor(waiter, shortage, blocked) === 'refused';
          // Nobody overtakes the first who lacks room that all compete for; a full group blocks its own members alone.
          open &&= refused || shortage.limit === 'per';
        } else if (open) {
          this.#line.delete(waiter);
          waiter.resolve();
        }
      }
    } finally {
      this.#serving = false;
    }
  }

  /** Sends away all callers that wait. */
  close(reason: unknown): void {
    for (const waiter of [...this.#line]) {
      this.#line.delete(waiter);
      waiter.reject(reason);
    }
  }

  #wait(reservation: Reservation, demand: Demand, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopListening = onAbort(signal, () => {
        this.#line.delete(waiter);
        reject(signal.reason);
        // It may have stood in the way of those behind it.
        this.serve();
      });
      const waiter: Waiter = {
        reservation,
        demand,
        resolve() {
          stopListening();
          resolve();
        },
        reject(error) {
          stopListening();
          reject(error);
        },
      };
      this.#line.add(waiter);
      this.serve();
    });
  }

  /** Sees to it that one member makes room for each caller that is blocked, which is the `position`th. */
  #evictFor(waiter: Waiter, shortage: Shortage, position: number): 'refused' | 'waits' {
    if (this.#settings.whenFull !== 'evict' || shortage.limit === 'starting') return 'waits';
    if (this.#evictions >= position) return 'waits';
    const evicted = this.#host.evict(shortage);
    if (evicted !== undefined) {
      this.#evictions += 1;
      const done = () => {
        this.#evictions -= 1;
        this.serve();
      };
      evicted.then(done, done);
      return 'waits';
    }
    // What is making room already may do for this one, too.
    if (this.#evictions > 0) return 'waits';
    this.#line.delete(waiter);
    waiter.reject(this.#host.full(shortage));
    return 'refused';
  }

  /** Whether somebody waits whom a newcomer with `demand` would overtake. */
  #blocksAny(demand: Demand): boolean {
    for (const waiter of this.#line) {
      const shortage = this.#budget.shortage(waiter.reservation.demand, waiter.demand);
      if (shortage?.limit !== 'per') return true;
      if (shortage.group === demand.group) return true;
    }
    return false;
  }
}

import type { CapacitySettings } from '../settings/family-settings.ts';
import { type Demand, NO_DEMAND, type Shortage } from './demand.ts';

/** The kernel gives a bridge 1,023 ports; engines fail, in words of their own, at about 1,000 containers. */
const MOST_ON_A_BRIDGE = 1_000;

export type Limits = Pick<CapacitySettings, 'running' | 'starting' | 'memoryBytes' | 'perGroup'>;

/** What is taken of a family's capacity. Every change is synchronous: nothing happens between a look and a reservation. */
export class Budget {
  readonly #limits: Limits;
  readonly #groups = new Map<string, number>();
  readonly #bridges = new Map<string, number>();
  #running = 0;
  #starting = 0;
  #memoryBytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get inUse(): { readonly running: number; readonly starting: number; readonly memoryBytes: number } {
    return { running: this.#running, starting: this.#starting, memoryBytes: this.#memoryBytes };
  }

  /** A reservation that holds nothing yet. */
  none(): Reservation {
    return new Reservation(this);
  }

  /** @internal The limit that a change of one member would pass; what a change does not raise is never in the way. */
  shortage(from: Demand, to: Demand): Shortage | undefined {
    const { running, starting, memoryBytes, perGroup } = this.#limits;
    if (to.awake && !from.awake) {
      if (this.#running >= running) return { limit: 'running', most: running, inUse: this.#running };
      const { group } = to;
      const inUse = group === undefined ? 0 : (this.#groups.get(group) ?? 0);
      if (inUse >= perGroup) return { limit: 'per', most: perGroup, inUse, group };
    }
    if (to.awake && to.bridge !== undefined && (!from.awake || from.bridge !== to.bridge)) {
      const { bridge } = to;
      const inUse = this.#bridges.get(bridge) ?? 0;
      if (inUse >= MOST_ON_A_BRIDGE) return { limit: 'network', most: MOST_ON_A_BRIDGE, inUse, bridge };
    }
    const more = to.memoryBytes - from.memoryBytes;
    if (more > 0 && this.#memoryBytes + more > memoryBytes)
      return { limit: 'memory', most: memoryBytes, inUse: this.#memoryBytes };
    if (to.starting && !from.starting && this.#starting >= starting)
      return { limit: 'starting', most: starting, inUse: this.#starting };
    return undefined;
  }

  /** @internal */
  change(from: Demand, to: Demand): void {
    this.#running += Number(to.awake) - Number(from.awake);
    this.#starting += Number(to.starting) - Number(from.starting);
    this.#memoryBytes += to.memoryBytes - from.memoryBytes;
    for (const [{ awake, group, bridge }, by] of [[from, -1] as const, [to, 1] as const]) {
      if (!awake) continue;
      count(this.#groups, group, by);
      count(this.#bridges, bridge, by);
    }
  }
}

function count(all: Map<string, number>, name: string | undefined, by: number): void {
  if (name === undefined) return;
  const left = (all.get(name) ?? 0) + by;
  if (left === 0) all.delete(name);
  else all.set(name, left);
}

/** What one member has taken. It is given back by taking less, and never twice. */
export class Reservation {
  readonly #budget: Budget;
  #demand: Demand = NO_DEMAND;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get demand(): Demand {
    return this.#demand;
  }

  /** Takes `demand` in place of what it has, unless a limit is in the way: that comes back, and nothing changes. */
  grow(demand: Demand): Shortage | undefined {
    const shortage = this.#budget.shortage(this.#demand, demand);
    if (shortage === undefined) this.set(demand);
    return shortage;
  }

  /** Takes `demand` in place of what it has, whatever the limits say. */
  set(demand: Demand): void {
    this.#budget.change(this.#demand, demand);
    this.#demand = demand;
  }

  release(): void {
    this.set(NO_DEMAND);
  }
}

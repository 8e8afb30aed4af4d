import { isSmoke } from './rounds.ts';
import { median, percentile } from './statistics.ts';

/** One of the programs that are measured against each other. */
export interface Contender {
  readonly name: string;
  /** Does the thing once. What it returns replaces the wall time, when the time that counts is not the whole round. */
  round(): Promise<number | undefined>;
  /** Closes what it holds. */
  close?(): Promise<void> | void;
}

/** What one contender needed, in milliseconds a round. */
export interface Figures {
  readonly name: string;
  readonly rounds: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /**
   * CPU of this process, median of a round: whose garbage is collected in whose round is a matter of luck. A program of
   * its own (the docker CLI) does its work elsewhere.
   */
  readonly cpuMs: number;
  /** The median of the ratios to the floor within the same turn: noise of the machine hits both. */
  readonly toFloor: number;
}

/**
 * Runs the contenders by turns, so that what the machine does meanwhile hits all of them alike.
 *
 * The first contender is the floor. The order within a turn rotates. A smoke needs no warm-up.
 */
export async function compare(
  contenders: readonly Contender[],
  { rounds, warmup = 2 }: { readonly rounds: number; readonly warmup?: number },
): Promise<readonly Figures[]> {
  const wall = contenders.map((): number[] => []);
  const cpu = contenders.map((): number[] => []);
  try {
    for (let turn = isSmoke() ? 0 : -warmup; turn < rounds; turn++) {
      for (let place = 0; place < contenders.length; place++) {
        const index = (place + Math.abs(turn)) % contenders.length;
        const measured = await measure(contenders[index] as Contender);
        if (turn < 0) continue;
        wall[index]?.push(measured.ms);
        cpu[index]?.push(measured.cpuMs);
      }
    }
  } finally {
    for (const { close } of contenders) await close?.();
  }
  const floor = wall[0] ?? [];
  return contenders.map(({ name }, index) => {
    const own = wall[index] ?? [];
    return {
      name,
      rounds: own.length,
      medianMs: median(own),
      p99Ms: percentile(own, 99),
      cpuMs: median(cpu[index] ?? []),
      toFloor: median(own.map((ms, turn) => ms / (floor[turn] ?? Number.NaN))),
    };
  });
}

async function measure({ round }: Contender): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const own = await round();
  const ms = own ?? performance.now() - before;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms, cpuMs: (user + system) / 1000 };
}

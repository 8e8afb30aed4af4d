import 'reflect-metadata';
import { removeOwn } from '../harness/own-containers.ts';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import { median, percentile } from '../harness/statistics.ts';
import type { Row } from '../harness/table.ts';
import { contextFleet, type Fleet, rawFleet } from './fleets.ts';

/** What one container more costs when there are many: creation, status and disposal. */
const SIZES = isSmoke() ? [2, 4] : [10, 100, 300];
const CONTENDERS: Readonly<Record<string, () => Promise<Fleet>>> = {
  'engine API with node:http': rawFleet,
  'docktopus, a context': contextFleet,
};
const STEPS = ['create', 'status', 'dispose'] as const;
type Step = (typeof STEPS)[number];

/** What one step cost for each container, in milliseconds. */
interface Cost {
  readonly ms: number[];
  /** Of this process; the mean of a round. */
  readonly cpuMs: number[];
}

const costs = new Map<string, Cost>();
const costOf = (step: Step, contender: string, size: number): Cost => {
  const key = `${step} ${contender} ${size}`;
  const cost = costs.get(key) ?? { ms: [], cpuMs: [] };
  costs.set(key, cost);
  return cost;
};

const count = rounds(3);
try {
  // What is loaded or compiled at the first use is no container's cost.
  for (const launch of Object.values(CONTENDERS))
    await fill(await launch(), 2, () => ({ ms: [], cpuMs: [] }));
  for (let round = 0; round < count; round += 1) {
    for (const size of SIZES) {
      for (const [name, launch] of Object.entries(CONTENDERS)) {
        await fill(await launch(), size, (step) => costOf(step, name, size));
      }
    }
  }
} finally {
  await removeOwn();
}
report('growth', STEPS.flatMap(rowsOf), { rounds: count });

async function fill(fleet: Fleet, size: number, costOf: (step: Step) => Cost): Promise<void> {
  const places = Array.from({ length: size }, (_, place) => place);
  await measured(size, costOf('create'), async (one) => {
    for (const _ of places) await one(() => fleet.create());
  });
  await measured(size, costOf('status'), async (one) => {
    for (const place of places) await one(() => fleet.status(place));
  });
  await measured(size, costOf('dispose'), async (_, share) => share(() => fleet.dispose()));
}

type Timed = (work: () => Promise<void>) => Promise<void>;

/** `one` is of one container; `share` of all of them, in equal parts. */
async function measured(
  size: number,
  { ms, cpuMs }: Cost,
  work: (one: Timed, share: Timed) => Promise<void>,
): Promise<void> {
  const timed =
    (parts: number): Timed =>
    async (work) => {
      const began = performance.now();
      await work();
      ms.push((performance.now() - began) / parts);
    };
  const before = process.cpuUsage();
  await work(timed(1), timed(size));
  const { user, system } = process.cpuUsage(before);
  cpuMs.push((user + system) / 1000 / size);
}

function rowsOf(step: Step): readonly Row[] {
  const [floor = '', ...others] = Object.keys(CONTENDERS);
  const smallest = SIZES[0] ?? 0;
  return [floor, ...others].flatMap((contender) =>
    SIZES.map((size) => {
      const { ms, cpuMs } = costOf(step, contender, size);
      return {
        'each container': step,
        contender,
        containers: size,
        'median ms': median(ms),
        'p99 ms': percentile(ms, 99),
        'own CPU ms': median(cpuMs),
        'to the floor': median(ms) / median(costOf(step, floor, size).ms),
        [`to ${smallest}`]: median(ms) / median(costOf(step, contender, smallest).ms),
        [`CPU to ${smallest}`]: median(cpuMs) / median(costOf(step, contender, smallest).cpuMs),
      };
    }),
  );
}

import { hostname, networkInterfaces } from 'node:os';
import { readTextFile } from '../../host/index.ts';

/** What the kernel says about this process that may tell which container it runs in. */
export interface ProcessRecords {
  /** `/proc/self/cgroup`; empty where there is none. */
  readonly cgroup: string;
  /** `/proc/self/mountinfo`; empty where there is none. */
  readonly mountinfo: string;
  readonly hostname: string;
  /** The addresses of the interfaces that it sees. */
  readonly addresses: ReadonlySet<string>;
}

export async function readProcessRecords(): Promise<ProcessRecords> {
  const [cgroup, mountinfo] = await Promise.all([read('/proc/self/cgroup'), read('/proc/self/mountinfo')]);
  return { cgroup, mountinfo, hostname: hostname(), addresses: ownAddresses() };
}

/** The addresses of the interfaces that this process sees. */
export function ownAddresses(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return new Set(all.map(({ address }) => address));
}

async function read(file: string): Promise<string> {
  try {
    return await readTextFile(file, 'docker.vantage');
  } catch {
    // Only Linux has it.
    return '';
  }
}

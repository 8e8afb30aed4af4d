import { heapInUse } from '../status/heap.ts';
import { SERVICES } from './services.ts';

/**
 * A service in a process of its own: `POST /work` accepts a job that lives a container's life. It tells when each has ended, and what
 * it holds when it is asked.
 */
export interface Service {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a service that calls `ended` with the number of each job that has ended. */
export type Launch = (ended: (number: number) => void) => Promise<Service>;

export type Said =
  | { readonly port: number }
  | { readonly ended: number }
  | { readonly heapBytes: number; readonly rssBytes: number };

const say = (what: Said) => void process.send?.(what);
const launch = await SERVICES[process.argv[2] as keyof typeof SERVICES]();
const service = await launch((ended) => say({ ended }));
process.on('message', (wanted: 'read' | 'stop') => void (wanted === 'read' ? read() : stop()));
say({ port: service.port });

async function read(): Promise<void> {
  say({ heapBytes: await heapInUse(), rssBytes: process.memoryUsage.rss() });
}

async function stop(): Promise<void> {
  await service.close();
  process.exit();
}

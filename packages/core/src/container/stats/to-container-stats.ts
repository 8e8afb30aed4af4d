import { isRecord } from '../../json/index.ts';
import type { ContainerStats } from './container-stats.ts';

type Json = Readonly<Record<string, unknown>>;

/** Reads one answer of the engine; `undefined` when it says nothing, as for a container that does not run. */
export function toContainerStats(raw: Json): ContainerStats | undefined {
  const cpu = object(raw.cpu_stats);
  const before = object(raw.precpu_stats);
  const systemDelta = number(cpu.system_cpu_usage) - number(before.system_cpu_usage);
  // The first answer of a stream has nothing to compare with.
  if (!isRunning(raw) || before.system_cpu_usage === undefined || systemDelta <= 0) return undefined;
  const memory = object(raw.memory_stats);
  const blocks = object(raw.blkio_stats).io_service_bytes_recursive;
  const total = number(object(cpu.cpu_usage).total_usage);
  const used = total - number(object(before.cpu_usage).total_usage);
  return {
    at: new Date(String(raw.read)),
    cpuPercent: Math.max(0, (used / systemDelta) * cpuCount(cpu) * 100),
    cpuTotalNs: total,
    memoryBytes: memoryInUse(memory),
    memoryLimitBytes: number(memory.limit),
    networkReceivedBytes: sumOf(raw.networks, 'rx_bytes'),
    networkSentBytes: sumOf(raw.networks, 'tx_bytes'),
    blockReadBytes: sumOfOperation(blocks, 'read'),
    blockWrittenBytes: sumOfOperation(blocks, 'write'),
    pids: number(object(raw.pids_stats).current),
  };
}

/** The engine answers for a container that does not run, too: with a moment that never was. */
export function isRunning(raw: Json): boolean {
  return !String(raw.read ?? '0001').startsWith('0001');
}

function cpuCount(cpu: Json): number {
  const perCpu = object(cpu.cpu_usage).percpu_usage;
  return number(cpu.online_cpus) || (Array.isArray(perCpu) ? perCpu.length : 0) || 1;
}

function memoryInUse(memory: Json): number {
  const detail = object(memory.stats);
  // cgroup v1 counts children in `total_…`; v2 has one number.
  const reclaimable = number(detail.total_inactive_file ?? detail.inactive_file);
  const usage = number(memory.usage);
  return reclaimable < usage ? usage - reclaimable : usage;
}

function sumOf(networks: unknown, field: string): number {
  return Object.values(object(networks)).reduce<number>(
    (sum, network) => sum + number(object(network)[field]),
    0,
  );
}

function sumOfOperation(entries: unknown, operation: string): number {
  if (!Array.isArray(entries)) return 0;
  return entries
    .map(object)
    .filter(({ op }) => String(op).toLowerCase() === operation)
    .reduce((sum, { value }) => sum + number(value), 0);
}

function object(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

import type { FakeContainer } from './fake-container.ts';
import type { FakeHost } from './fake-host.ts';
import { timestamp } from './output-log.ts';

/** One sample of `GET /containers/{id}/stats`: the engine's shape, with small numbers that only grow. */
export function statsView(container: FakeContainer, host: FakeHost): object {
  const now = host.clock.nowNano();
  const head = { read: timestamp(now), name: `/${container.name}`, id: container.id };
  const zero = { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 };
  const idle = { cpu_usage: zero, throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 } };
  if (container.process === undefined) {
    const none = { preread: '0001-01-01T00:00:00Z', pids_stats: {}, memory_stats: {} };
    return { ...head, ...none, cpu_stats: idle, precpu_stats: idle };
  }
  const ran = Number(now - (container.state.startedAt ?? now));
  const usage = (agoNano: number) => ({
    ...idle,
    cpu_usage: { ...zero, total_usage: Math.max(0, Math.round((ran - agoNano) / 100)) },
    system_cpu_usage: Math.round(Number(now / 1000n) * 1000) - agoNano,
    online_cpus: 1,
  });
  return {
    ...head,
    preread: timestamp(now - 1_000_000_000n),
    pids_stats: { current: 1 },
    cpu_stats: usage(0),
    precpu_stats: usage(1e9),
    memory_stats: { usage: 1_048_576, stats: {}, limit: container.hostConfig.Memory || 1_073_741_824 },
    networks: Object.fromEntries(
      [...container.networking.endpoints.keys()].map((_, index) => [
        `eth${index}`,
        { rx_bytes: 0, tx_bytes: 0 },
      ]),
    ),
  };
}

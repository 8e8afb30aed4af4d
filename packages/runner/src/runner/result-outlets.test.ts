import { expect, test, vi } from 'vitest';
import type { JobResult } from '../job/index.ts';
import { silentLogger } from '../log/index.ts';
import { newCounters } from './counters.ts';
import { DurableConsumers } from './durable-consumers.ts';
import { ResultOutlets } from './result-outlets.ts';

test('while a store takes no deliveries, 10,000 results wait for it; those beyond are dropped with an error each', () => {
  const log = { ...silentLogger, error: vi.fn() };
  const counters = newCounters();
  const consumer = { name: 'billing', consume: () => undefined };
  const durable = new DurableConsumers([{ consumer, options: { durable: true } }], log);
  const outlets = new ResultOutlets([], durable, counters, log);
  outlets.submit = () => new Promise(() => undefined);
  const result = { ok: true, callId: 'c', jobId: 'work', handledBy: 'work', body: 1, metadata: new Map() };
  for (let count = 0; count < 10_002; count += 1) outlets.publish(result as unknown as JobResult);
  expect(counters.droppedResults).toBe(2);
  expect(log.error).toHaveBeenCalledTimes(2);
  expect(log.error.mock.calls[0]?.[0]).toBe(
    'the delivery of a result could not be kept: too many wait for the store',
  );
});

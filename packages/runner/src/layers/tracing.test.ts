import { Injector } from '@docktopus/core';
import { type Span, type SpanOptions, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { AcceptedCall, applyLayers, CallScope, type JobHandler } from '../job/index.ts';
import { tracing } from './index.ts';

/** What became of the one span of a call. */
async function traced(handler: JobHandler) {
  const seen: Record<string, unknown> = {};
  const span = {
    recordException: (error: Error) => Object.assign(seen, { exception: error.message }),
    setStatus: ({ code }: { code: SpanStatusCode }) => Object.assign(seen, { code }),
    end: () => Object.assign(seen, { ended: true }),
  } as unknown as Span;
  const tracer = {
    startActiveSpan: (
      name: string,
      { attributes }: SpanOptions,
      _: unknown,
      run: (span: Span) => unknown,
    ) => {
      Object.assign(seen, { name, attributes });
      return run(span);
    },
  } as unknown as Tracer;
  const call = new AcceptedCall({ jobId: 'flush', id: 'c1' });
  const run = applyLayers([tracing(tracer)], handler);
  const value = await Promise.resolve(run(call, new CallScope(Injector.create(), call))).catch(
    () => 'failed',
  );
  return { ...seen, value };
}

const name = 'job "flush"';
const attributes = { 'docktopus.job.id': 'flush', 'docktopus.call.id': 'c1' };

it('gives each call a span that ends with it', async () => {
  expect(await traced(() => 1)).toEqual({ name, attributes, value: 1, ended: true });
});

it('tells the span of a failure', async () => {
  const outcome = await traced(() => Promise.reject(new Error('broken')));
  const code = SpanStatusCode.ERROR;
  expect(outcome).toEqual({ name, attributes, value: 'failed', ended: true, exception: 'broken', code });
});

it('does nothing without an SDK', async () => {
  const call = new AcceptedCall({ jobId: 'x' });
  const run = applyLayers([tracing()], () => 1);
  expect(await run(call, new CallScope(Injector.create(), call))).toBe(1);
});

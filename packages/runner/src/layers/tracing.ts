import {
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { type JobCall, type Layer, type Next, printableJobId } from '../job/index.ts';

/**
 * One OpenTelemetry span per call, a child of what `traceparent` in the call's metadata says. Does nothing until the
 * program registers an OpenTelemetry SDK.
 *
 * @param tracer @default the global provider's, named `@docktopus/runner`
 */
export function tracing(tracer?: Tracer): Layer {
  return (call, next) => {
    const parent = propagation.extract(context.active(), call.metadata);
    const attributes = { 'docktopus.job.id': String(call.jobId), 'docktopus.call.id': call.id };
    const options = { kind: SpanKind.CONSUMER, attributes };
    const from = tracer ?? trace.getTracer('@docktopus/runner');
    return from.startActiveSpan(`job ${printableJobId(call.jobId)}`, options, parent, (span) =>
      inSpan(span, call, next),
    );
  };
}

async function inSpan(span: Span, call: JobCall, next: Next): Promise<unknown> {
  try {
    return await next(call);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    span.recordException(error instanceof Error ? error : message);
    span.setStatus({ code: SpanStatusCode.ERROR, message });
    throw error;
  } finally {
    span.end();
  }
}

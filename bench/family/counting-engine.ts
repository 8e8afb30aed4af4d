import type { EngineRequest } from '@docktopus/core/engine';
import { FakeEngine } from '@docktopus/testing';

/** An engine in memory that counts what it is asked for. */
export class CountingEngine extends FakeEngine {
  readonly calls = new Map<string, number>();

  override request(request: EngineRequest): ReturnType<FakeEngine['request']> {
    const path =
      request.path
        .split('?')[0]
        ?.replace(/^\/v[\d.]+/, '')
        .replace(/[0-9a-f]{64}/, 'ID') ?? '';
    const call = `${request.method} ${path}`;
    this.calls.set(call, (this.calls.get(call) ?? 0) + 1);
    return super.request(request);
  }
}

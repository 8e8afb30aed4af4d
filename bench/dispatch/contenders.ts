import { use } from '@docktopus/core';
import { BlueprintRunner, job, silentLogger } from '@docktopus/runner';
import { inject } from 'tsyringe';

/** One way to call a job that returns a number of an injected context. */
export interface Dispatcher {
  readonly name: string;
  call(): Promise<unknown>;
  /** The share of the usual number of calls that is measured: what takes long is called less often. @default 1 */
  readonly share?: number;
  close?(): Promise<unknown>;
}

class Context {
  readonly answer = 42;
}

class PerCall {
  readonly answer = 42;
}

class Jobs {
  constructor(@inject(Context) private readonly context: Context) {}

  @job('shared')
  shared() {
    return this.context.answer;
  }

  @job('scoped')
  scoped(@use(PerCall) own: PerCall) {
    return own.answer;
  }

  @job('instance', { instance: 'per-call' })
  instance() {
    return this.context.answer;
  }
}

/** The floor. */
export function plainFunction(): Dispatcher {
  const context = new Context();
  return { name: 'plain async function', call: async () => context.answer };
}

/** Ours, from the cheapest kind of injection to the dearest. */
export async function ours(): Promise<readonly Dispatcher[]> {
  const runner = BlueprintRunner.for().jobs(Jobs).options({ logger: silentLogger });
  await runner.start();
  return [
    {
      name: 'runner.call, injected once',
      call: () => runner.call('shared'),
      close: () => runner.stop(),
    },
    { name: 'runner.call, a value per call', call: () => runner.call('scoped'), share: 0.4 },
    { name: 'runner.call, an instance per call', call: () => runner.call('instance'), share: 0.4 },
  ];
}

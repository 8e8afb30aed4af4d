import { Injector, use } from '@docktopus/core';
import { inject, injectable } from 'tsyringe';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { AcceptedCall, JOB_CALL, type JobCall, type JobRequest, NO_PLACE } from '../job/index.ts';
import { bindRouter, dispatch } from '../router/index.ts';
import { body, call, job, jobId, jobRouter, metadata, signal } from './index.ts';

type Class = Parameters<typeof jobRouter>[0];

async function ask(type: Class, request: JobRequest, injector = Injector.create()): Promise<unknown> {
  const match = bindRouter(jobRouter(type), injector).match(request.jobId);
  const run = { ...NO_PLACE, match, call: new AcceptedCall(request), submitterDecides: false };
  const { result } = await dispatch({ ...run, onBeside: () => undefined }, injector);
  if (result?.ok === false) throw result.error;
  return result?.body;
}

@injectable()
class Greeter {
  readonly made = {};
  constructor(@inject('greeting') readonly greeting: string) {}
}

@injectable()
class Jobs {
  calls = 0;
  constructor(@inject(Greeter) private readonly greeter: Greeter) {}

  @job('greet')
  greet(@body(z.object({ name: z.string() })) input: { name: string }) {
    return `${this.greeter.greeting} ${input.name}`;
  }

  @job('later')
  async later(
    @body(z.string().refine(async (text) => text !== 'no')) text: string,
    @use('promise') promise: unknown,
  ) {
    return [text, promise instanceof Promise];
  }

  @job(7)
  everything(
    @jobId() id: unknown,
    @metadata('from') from: string,
    @metadata('none') none: unknown,
    @signal() aborts: AbortSignal,
    @call() whole: JobCall,
    @body() raw: unknown,
  ) {
    return [id, from, none, aborts.aborted, whole.id, raw];
  }

  @job('count')
  count() {
    this.calls += 1;
    return this.calls;
  }
}

const world = () =>
  Injector.create()
    .provide('greeting', { useValue: 'hello' })
    .provide('promise', { useValue: Promise.resolve() });

describe('parameters', () => {
  test.each<[jobId: string | number, body: unknown, result: unknown]>([
    ['greet', { name: 'world' }, 'hello world'],
    ['later', 'yes', ['yes', true]],
    [7, 'raw', [7, 'test', undefined, false, 'c1', 'raw']],
  ])('of %j', async (id, given, result) => {
    const request = { jobId: id, body: given, id: 'c1', metadata: { from: 'test' } };
    expect(await ask(Jobs, request, world())).toEqual(result);
  });

  test.each([
    ['greet', { name: 1 }],
    ['later', 'no'],
  ])('of %j refuse %j', async (id, given) => {
    await expect(ask(Jobs, { jobId: id, body: given }, world())).rejects.toMatchObject({
      code: 'job.body-invalid',
    });
  });

  it('without a decorator are refused at registration, with what to write', () => {
    class Forgot {
      @job('x')
      run(@jobId() _id: unknown, _container: unknown) {}
    }
    expect(() => jobRouter(Forgot)).toThrow(
      expect.objectContaining({
        code: 'job.invalid',
        message: expect.stringMatching(/Forgot\.run: parameter 1 .*@container\('name'\)/s),
      }),
    );
  });

  it('without a provider are refused before the first call', () => {
    class Needs {
      @job('x')
      run(@use('never provided') _value: unknown) {}
    }
    expect(() => bindRouter(jobRouter(Needs), Injector.create())).toThrow(
      expect.objectContaining({ code: 'inject.failed' }),
    );
  });
});

describe('classes', () => {
  it('without a job are refused', () => {
    expect(() => jobRouter(Greeter)).toThrow("Write @job('id') before the methods that are jobs");
  });

  it('may not mark static methods, nor use bad ids', () => {
    expect(() => {
      class Static {
        @job('x')
        static run() {}
        other() {}
      }
      return Static;
    }).toThrow('static');
    expect(() => job(-1)).toThrow('job id');
  });

  it('say which compiler option is missing when the compiler calls @job as a standard decorator', () => {
    const run = () => undefined;
    const asStandard = () => job('x')(run, { kind: 'method', name: 'run' } as never, {});
    expect(asStandard).toThrow(
      '@job: it was called as a standard decorator. Set "experimentalDecorators": true in the tsconfig.json that includes this file',
    );
  });

  it('inherit jobs, and replace them by name', async () => {
    class Parent {
      @job('a')
      a() {
        return 'parent a';
      }
      @job('b')
      b() {
        return 'parent b';
      }
    }
    class Child extends Parent {
      @job('a2')
      override a() {
        return 'child a';
      }
    }
    expect([...jobRouter(Child).routes.keys()]).toEqual(['a2', 'b']);
    expect([await ask(Child, { jobId: 'a2' }), await ask(Child, { jobId: 'b' })]).toEqual([
      'child a',
      'parent b',
    ]);
  });

  it('have one instance per injector, which others get as well', async () => {
    const injector = world();
    await ask(Jobs, { jobId: 'count' }, injector);
    expect(await ask(Jobs, { jobId: 'count' }, injector)).toBe(2);
    expect(injector.resolve(Jobs).calls).toBe(2);
  });

  it('may have one instance per call, disposed with it, that sees the call', async () => {
    const disposed: string[] = [];
    class PerCall {
      constructor(@inject(JOB_CALL) readonly call: JobCall) {}
      @job('x', { instance: 'per-call' })
      run() {
        return this.call.id;
      }
      [Symbol.dispose]() {
        disposed.push(this.call.id);
      }
    }
    const injector = Injector.create();
    expect(await ask(PerCall, { jobId: 'x', id: 'one' }, injector)).toBe('one');
    expect(await ask(PerCall, { jobId: 'x', id: 'two' }, injector)).toBe('two');
    expect(disposed).toEqual(['one', 'two']);
  });
});

it('gives a token with a value per call the value of this call', async () => {
  class PerCall {}
  class Pair {
    @job('x')
    run(@use(PerCall) one: PerCall, @use(JOB_CALL) current: JobCall) {
      return [one instanceof PerCall, current.id];
    }
  }
  expect(await ask(Pair, { jobId: 'x', id: 'c9' })).toEqual([true, 'c9']);
});

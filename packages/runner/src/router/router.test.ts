import { type BlueprintEnvironment, DocktopusError, Injector } from '@docktopus/core';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import {
  AcceptedCall,
  deriveCall,
  JOB_CALL,
  type JobCall,
  type JobId,
  JobOutcome,
  type JobRequest,
  type Layer,
  NO_PLACE,
} from '../job/index.ts';
import { bindRouter, dispatch, type Ending, type JobOptions, Router } from './index.ts';

/** Runs one call and returns what each handler came to, the one that answers the call last. */
async function ask(
  router: Router,
  request: JobRequest,
  injector = Injector.create(),
  submitterDecides = false,
) {
  const endings: Ending[] = [];
  const call = new AcceptedCall(request);
  const match = bindRouter(router, injector).match(call.jobId);
  const run = { ...NO_PLACE, match, call, submitterDecides };
  const answer = await dispatch({ ...run, onBeside: (ending) => endings.push(ending) }, injector);
  return { endings: [...endings, answer].map(shown), answer: shown(answer), result: answer.result };
}

function shown({ outcome, result }: Ending): string {
  if (result === undefined) return outcome;
  return `${result.handledBy}: ${result.ok ? JSON.stringify(result.body) : result.error.message}`;
}

const says = (text: string) => () => text;

describe('which handlers run', () => {
  const router = Router.create()
    .route('7', says('text seven'))
    .route(7, says('seven'))
    .route('nothing', () => undefined);

  test.each<[what: string, router: Router, id: JobId, endings: string[]]>([
    ['a route by its id', router, 7, ['route: "seven"']],
    ['text and numbers are different ids', router, '7', ['route: "text seven"']],
    ['a route may return nothing', router, 'nothing', ['nothing']],
    ['a fallback when no route matches', router.fallback(says('other')), 8, ['fallback: "other"']],
    ['no fallback when a route matches', router.fallback(says('other')), 7, ['route: "seven"']],
    ['no fallback when the route returned nothing', router.fallback(says('other')), 'nothing', ['nothing']],
    ['always beside a route', router.always(says('audit')), 7, ['always[0]: "audit"', 'route: "seven"']],
    [
      'always beside the fallback',
      router.always(says('audit')).fallback(says('other')),
      8,
      ['always[0]: "audit"', 'fallback: "other"'],
    ],
    [
      'every always handler',
      router.always(says('a')).always(says('b')),
      9,
      ['always[1]: "b"', 'always[0]: "a"'],
    ],
  ])('%s', async (_, under, id, endings) => {
    expect((await ask(under, { jobId: id })).endings).toEqual(endings);
  });

  test('a call without a route fails with job.not-found, which says that 7 and "7" differ', async () => {
    const { answer } = await ask(router, { jobId: 8 });
    expect(answer).toContain('router: job 8: no route matches');
    expect(answer).toContain('7 and "7" are different ids');
  });

  test('the result of the route answers the call, even if `always` ends first', async () => {
    const slow = Router.create()
      .route('x', async () => {
        await Promise.resolve();
        return 'slow';
      })
      .always(says('fast'));
    expect(await ask(slow, { jobId: 'x' })).toMatchObject({
      endings: ['always[0]: "fast"', 'route: "slow"'],
      answer: 'route: "slow"',
    });
  });
});

describe('what a handler may do', () => {
  test.each<[what: string, handler: () => unknown, ending: string]>([
    ['return at once', () => 1, 'route: 1'],
    ['return later', async () => 2, 'route: 2'],
    [
      'return something that can be awaited',
      // biome-ignore lint/suspicious/noThenProperty: this is what such a thing is.
      () => ({ then: (done: (value: number) => void) => done(3) }),
      'route: 3',
    ],
    ['return null, which is a body', () => null, 'route: null'],
    ['return nothing', async () => undefined, 'nothing'],
    ['discard the call', () => JobOutcome.discard(), 'discarded'],
    [
      'throw',
      () => {
        throw new Error('broken');
      },
      'route: broken',
    ],
    ['reject', () => Promise.reject(new Error('later')), 'route: later'],
    [
      'throw something that is not an error',
      () => {
        throw 'text';
      },
      'route: job "x": the handler threw something that is not an error',
    ],
  ])('%s', async (_, handler, ending) => {
    const { answer, endings } = await ask(Router.create().route('x', handler), { jobId: 'x' });
    expect([answer, endings]).toEqual([ending, [ending]]);
  });

  it('fails alone: what runs beside it ends as it would have', async () => {
    const router = Router.create()
      .route('x', () => {
        throw new Error('broken');
      })
      .always(says('fine'));
    expect((await ask(router, { jobId: 'x' })).endings).toEqual(['always[0]: "fine"', 'route: broken']);
  });

  it('asks for a later try, as often as it likes', async () => {
    let tries = 0;
    const router = Router.create().route('x', () => {
      tries += 1;
      return tries < 3 ? JobOutcome.retryAfter(0) : tries;
    });
    expect((await ask(router, { jobId: 'x' })).answer).toBe('route: 3');
  });

  it('leaves a later try to the submitter who wants to see to it', async () => {
    const router = Router.create().route('x', () => JobOutcome.retryAfter(5));
    const { answer } = await ask(router, { jobId: 'x' }, Injector.create(), true);
    expect(answer).toBe('later');
  });

  test.each([-1, Number.NaN, 2 ** 31])('a later try after %s ms is refused', (ms) => {
    expect(() => JobOutcome.retryAfter(ms)).toThrow(
      `JobOutcome.retryAfter: 1 problem\n  ms: got ${ms}, expected milliseconds from 0 to 2147483647`,
    );
  });
});

describe('registration', () => {
  test.each<[what: string, register: () => unknown, code: string]>([
    ['a duplicate id', () => Router.create().route('x', says('a')).route('x', says('b')), 'job.duplicate'],
    ['a second fallback', () => Router.create().fallback(says('a')).fallback(says('b')), 'job.duplicate'],
    [
      'a nested duplicate',
      () =>
        Router.create()
          .route(1, says('a'))
          .nest(Router.create().route(1, says('b'))),
      'job.duplicate',
    ],
    ['a negative id', () => Router.create().route(-1, says('a')), 'job.invalid'],
    ['a limit of zero', () => Router.create().route(1, says('a'), { concurrency: 0 }), 'job.invalid'],
  ])('%s is refused', (_, register, code) => {
    expect(register).toThrow(expect.objectContaining({ code }));
  });

  it('refuses an option that does not exist, with the name that was meant', () => {
    const misspelt = { durabel: true } as JobOptions;
    const expected = /^job "x": 1 problem\n {2}durabel: got an unknown key.*did you mean 'durable'\?$/;
    expect(() => Router.create().route('x', says('a'), misspelt)).toThrow(expected);
    expect(() => Router.create().route('x', says('a'), { durable: 'yes' } as never)).toThrow(
      /expected true or false/,
    );
    const late = Router.create().route('x', says('a'), () => misspelt);
    expect(() => late.withSettings({} as BlueprintEnvironment)).toThrow(expected);
  });

  it('leaves the router it was called on as it was', () => {
    const router = Router.create();
    router.route(1, says('a'));
    expect(router.empty).toBe(true);
  });
});

describe('layers', () => {
  const tag =
    (name: string): Layer =>
    async (_, next) =>
      `${name}(${await next()})`;

  test.each<[what: string, router: Router, answer: string]>([
    [
      'the first of one call is the outermost',
      Router.create().route(1, says('x')).layer(tag('a'), tag('b')),
      'a(b(x))',
    ],
    [
      'a later call goes around',
      Router.create().route(1, says('x')).layer(tag('a')).layer(tag('b')),
      'b(a(x))',
    ],
    ['what is added later is outside', Router.create().layer(tag('a')).route(1, says('x')), 'x'],
    [
      "a job's own are inside",
      Router.create()
        .route(1, says('x'), { layers: [tag('own')] })
        .layer(tag('a')),
      'a(own(x))',
    ],
    [
      'a nested router keeps its own',
      Router.create()
        .nest(Router.create().route(1, says('x')).layer(tag('in')))
        .layer(tag('out')),
      'out(in(x))',
    ],
    ['around a fallback', Router.create().fallback(says('x')).layer(tag('a')), 'a(x)'],
    ['around always', Router.create().always(says('x')).layer(tag('a')), 'a(x)'],
  ])('%s', async (_, router, answer) => {
    expect((await ask(router, { jobId: 1 })).answer).toContain(JSON.stringify(answer));
  });

  it('may answer without the job, or give it another call', async () => {
    const router = Router.create().route(1, (call) => call.body, {
      layers: [(call, next) => (call.body === 'stop' ? 'stopped' : next({ ...call, body: 'other' }))],
    });
    expect((await ask(router, { jobId: 1, body: 'stop' })).answer).toBe('route: "stopped"');
    expect((await ask(router, { jobId: 1, body: 'go' })).answer).toBe('route: "other"');
  });
});

describe('bodies', () => {
  const schema = z.object({ db: z.number().int(), names: z.array(z.string()).default([]) });
  const router = Router.create().route('x', ({ body }) => body.names.length + body.db, { body: schema });

  it('are what the schema makes of them', async () => {
    expect((await ask(router, { jobId: 'x', body: { db: 1 } })).answer).toBe('route: 1');
  });

  it('that are invalid fail the call, with all issues and no values', async () => {
    const { result } = await ask(router, { jobId: 'x', body: { db: 'secret', names: [1] } });
    expect(result).toMatchObject({ ok: false, error: { code: 'job.body-invalid' } });
    const { error } = result as unknown as {
      error: { message: string; details: { issues: { path: string }[] } };
    };
    expect(error.details.issues.map(({ path }) => path)).toEqual(['body.db', 'body.names[0]']);
    expect(error.message).toBe(
      'job "x": the body is invalid: body.db: got [hidden], expected a number; body.names[0]: got [hidden], expected a string',
    );
  });
});

describe('the scope of a call', () => {
  class Connection {
    static open = 0;
    constructor() {
      Connection.open += 1;
    }
    [Symbol.dispose]() {
      Connection.open -= 1;
    }
  }

  test.each<[ending: string, end: () => unknown]>([
    ['well', () => 'fine'],
    [
      'badly',
      () => {
        throw new Error('broken');
      },
    ],
  ])('is closed when the call ends %s', async (_, end) => {
    const router = Router.create().route('x', (_call, scope) => {
      scope.use(new Connection());
      expect(Connection.open).toBe(1);
      return end();
    });
    await ask(router, { jobId: 'x' });
    expect(Connection.open).toBe(0);
  });

  it('fails the call when it cannot be closed', async () => {
    const router = Router.create().route('x', (_, scope) => {
      scope.use(() => {
        throw new Error('stuck');
      });
      return 'fine';
    });
    expect((await ask(router, { jobId: 'x' })).answer).toBe('route: stuck');
  });

  it('has the call as the layers have passed it on', async () => {
    const other: Layer = (call, next, scope) => {
      expect(scope.resolve<JobCall>(JOB_CALL)).toBe(call);
      return next(deriveCall(call, { body: 'other' }));
    };
    const router = Router.create()
      .route('x', (_, scope) => scope.resolve<JobCall>(JOB_CALL).body)
      .layer(other);
    expect((await ask(router, { jobId: 'x', body: 'mine' })).answer).toBe('route: "other"');
  });

  it('that cannot be closed after a failure of the job leaves the failure its code', async () => {
    const router = Router.create().route('x', (_, scope) => {
      scope.use(() => {
        throw new Error('stuck');
      });
      throw new DocktopusError('image.not-found', { operation: 'pull', reason: 'there is none' });
    });
    const { result } = await ask(router, { jobId: 'x' });
    expect(result).toMatchObject({
      error: {
        code: 'image.not-found',
        hint: 'Closing the scope of the job failed as well: stuck',
        cause: { errors: [{ code: 'image.not-found' }, { message: 'stuck' }] },
      },
    });
  });

  it('is made only when it is asked for', async () => {
    const injector = Injector.create();
    let children = 0;
    const child = injector.child.bind(injector);
    injector.child = () => {
      children += 1;
      return child();
    };
    const router = Router.create()
      .route('lazy', () => 1)
      .route('own', (_, scope) => scope.resolve(Connection) && 1);
    await ask(router, { jobId: 'lazy' }, injector);
    expect(children).toBe(0);
    await ask(router, { jobId: 'own' }, injector);
    expect(children).toBe(1);
  });
});

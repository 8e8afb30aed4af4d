import {
  delay,
  inject,
  injectAll,
  injectable,
  Lifecycle,
  scoped,
  singleton,
  container as tsyringe,
} from 'tsyringe';
import { describe, expect, it } from 'vitest';
import { DocktopusError, isDocktopusError } from '../errors/index.ts';
import { Injector, sourceDecorator, use } from './index.ts';

const failure = (run: () => unknown): DocktopusError => {
  try {
    run();
  } catch (error) {
    if (isDocktopusError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

@injectable()
class Clock {
  now = 0;
}

@injectable()
class Base {
  constructor(@inject(Clock) readonly clock: Clock) {}
}

describe('constructing', () => {
  it('gives a class what its tokens stand for', () => {
    expect(Injector.create().resolve(Base).clock).toBeInstanceOf(Clock);
  });

  it('gives a subclass without a constructor what its parent takes, decorated or not', () => {
    @injectable()
    class Decorated extends Base {}
    class Bare extends Decorated {}
    const injector = Injector.create();
    expect(injector.resolve(Decorated).clock).toBeInstanceOf(Clock);
    expect(injector.resolve(Bare).clock).toBeInstanceOf(Clock);
  });

  it('says what to write when a parameter has no token', () => {
    @injectable()
    class Untold {
      constructor(readonly clock: Clock) {}
    }
    const error = failure(() => Injector.create().resolve(Untold));
    expect(error.code).toBe('inject.failed');
    expect(error.message).toContain('parameter 0 has no token');
    expect(error.message).toContain(
      'Write @inject(TheClass) before parameter 0 of the constructor of Untold',
    );
  });

  it('finds a cycle and names it', () => {
    @injectable()
    class A {
      constructor(@inject('b') readonly b: unknown) {}
    }
    @injectable()
    class B {
      constructor(@inject(A) readonly a: A) {}
    }
    const injector = Injector.create().provide('b', { useClass: B });
    expect(failure(() => injector.resolve(A)).subject).toBe('A → "b" → A');
  });

  it('leaves delayed classes, optional tokens and lists to tsyringe', () => {
    @injectable()
    class Late {
      readonly kind = 'late';
    }
    @injectable()
    class Wants {
      constructor(
        @inject(delay(() => Late)) readonly late: Late,
        @inject('nobody', { isOptional: true }) readonly nobody: unknown,
        @injectAll('many') readonly many: readonly number[],
      ) {}
    }
    const injector = Injector.create().provide('many', { useValue: 1 }).provide('many', { useValue: 2 });
    const wants = injector.resolve(Wants);
    expect([wants.late.kind, wants.nobody, wants.many]).toEqual(['late', undefined, [1, 2]]);
  });
});

describe('errors', () => {
  it('keep code, cause and the way to them through any depth', () => {
    const root = new DocktopusError('config.invalid', { operation: 'config', reason: 'port is 0' });
    @injectable()
    class Inner {
      constructor() {
        throw root;
      }
    }
    @singleton()
    class Middle {
      constructor(@inject(Inner) readonly inner: Inner) {}
    }
    @injectable()
    class Outer {
      constructor(@inject(Middle) readonly middle: Middle) {}
    }
    const error = failure(() => Injector.create().resolve(Outer));
    expect([error.code, error.subject, error.cause]).toEqual([
      'config.invalid',
      'Outer → Middle → Inner',
      root,
    ]);
  });

  it('leave nothing behind: the next resolution starts afresh', () => {
    const injector = Injector.create();
    expect(failure(() => injector.resolve('nothing')).subject).toBe('"nothing"');
    expect(failure(() => injector.resolve('nothing')).subject).toBe('"nothing"');
  });
});

describe('lifetimes', () => {
  it('make what is provided once per injector, and see the overrides of a child in that child only', () => {
    const root = Injector.create().provide('clock', { useClass: Clock });
    const child = root.child();
    expect(child.resolve('clock')).toBe(root.resolve('clock'));
    child.provide('clock', { useValue: 'stopped' });
    expect([child.resolve('clock'), root.resolve('clock')]).toEqual(['stopped', expect.any(Clock)]);
  });

  it('keep a singleton in its root injector, never in the process or the child that asked first', () => {
    @singleton()
    class Shared {
      constructor(@inject('who') readonly who: string) {}
    }
    const [one, two] = [Injector.create(), Injector.create()];
    one.provide('who', { useValue: 'one' });
    two.provide('who', { useValue: 'two' });
    const child = one.child().provide('who', { useValue: 'child' });
    expect(child.resolve(Shared).who).toBe('one');
    expect(one.resolve(Shared)).toBe(child.resolve(Shared));
    expect(two.resolve(Shared).who).toBe('two');
  });

  it('make a container-scoped class once per injector that asks, and dispose it with that', async () => {
    const closed: PerCall[] = [];
    @scoped(Lifecycle.ContainerScoped)
    class PerCall {
      @use('who') readonly who!: string;
      [Symbol.dispose]() {
        closed.push(this);
      }
    }
    const root = Injector.create().provide('who', { useValue: 'root' });
    const own = root.resolve(PerCall);
    const first = root.child().provide('who', { useValue: 'first' });
    const second = root.child();
    const made = first.resolve(PerCall);
    expect(made).toBe(first.resolve(PerCall));
    expect([own.who, made.who, second.resolve(PerCall).who]).toEqual(['root', 'first', 'root']);
    expect(second.resolve(PerCall)).not.toBe(own);
    await first[Symbol.asyncDispose]();
    expect(closed).toEqual([made]);
    expect(root.child().provide(PerCall, { useValue: own }).resolve(PerCall)).toBe(own);
  });

  it("use what authors registered with tsyringe's own container", () => {
    const token = Symbol('registered');
    tsyringe.register(token, { useValue: 7 });
    expect(Injector.create().resolve(token)).toBe(7);
  });

  it('dispose what was made here in reverse order, one after the other, and nothing of the parent', async () => {
    const order: string[] = [];
    const disposable = (name: string) => ({
      async [Symbol.asyncDispose]() {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
      },
    });
    const root = Injector.create().provide('root', { useFactory: () => disposable('root') });
    const child = root.child();
    child
      .provide('a', { useFactory: () => disposable('a') })
      .provide('b', { useFactory: () => disposable('b') });
    for (const token of ['root', 'a', 'b']) child.resolve(token);
    await child[Symbol.asyncDispose]();
    await child[Symbol.asyncDispose]();
    expect(order).toEqual(['b begins', 'b ends', 'a begins', 'a ends']);
  });
});

describe('sources', () => {
  const who = sourceDecorator({ describe: '@who()', resolve: (injector) => injector.resolve<string>('who') });

  @injectable()
  class Parent {
    @who readonly name!: string;
    constructor(@who readonly again: string) {}
  }

  it('set properties and constructor parameters, of parents as well', () => {
    class Child extends Parent {
      @use(Clock) readonly clock!: Clock;
    }
    const made = Injector.create().provide('who', { useValue: 'me' }).resolve(Child);
    expect([made.name, made.again, made.clock]).toEqual(['me', 'me', expect.any(Clock)]);
  });

  it('name the property in the error', () => {
    expect(failure(() => Injector.create().resolve(Parent)).subject).toBe('Parent → Symbol(@who()) → "who"');
  });

  it('say which compiler option is missing when called as standard decorators', () => {
    const standard = who as unknown as (target: undefined, context: object) => void;
    expect(() => standard(undefined, { kind: 'field' })).toThrow('Set "experimentalDecorators": true');
  });

  it('are refused by the global container of tsyringe, with what to do', () => {
    expect(() => tsyringe.resolve(Parent)).toThrow('Resolve it through an Injector');
  });
});

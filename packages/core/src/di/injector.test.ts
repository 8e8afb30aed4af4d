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

describe('an injector', () => {
  it('an injector gives a class what its tokens stand for', () => {
    expect(Injector.create().resolve(Base).clock).toBeInstanceOf(Clock);
  });

  it("a subclass without a constructor gets what its parent's constructor takes, decorated or not", () => {
    @injectable()
    class Decorated extends Base {}
    class Bare extends Decorated {}
    const injector = Injector.create();
    expect(injector.resolve(Decorated).clock).toBeInstanceOf(Clock);
    expect(injector.resolve(Bare).clock).toBeInstanceOf(Clock);
  });

  it('a parameter without a token is refused with what to write', () => {
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

  it('classes that need each other are refused, and named', () => {
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

  it("delayed classes, optional tokens and lists work as tsyringe's do", () => {
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

describe('injection errors', () => {
  it('an injection error keeps code, cause and path through any depth', () => {
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

  it('after an injection error the next resolution starts afresh', () => {
    const injector = Injector.create();
    expect(failure(() => injector.resolve('nothing')).subject).toBe('"nothing"');
    expect(failure(() => injector.resolve('nothing')).subject).toBe('"nothing"');
  });
});

describe('lifetimes of injected things', () => {
  it("what is provided is made once per injector, and a child's overrides hold in that child only", () => {
    const root = Injector.create().provide('clock', { useClass: Clock });
    const child = root.child();
    expect(child.resolve('clock')).toBe(root.resolve('clock'));
    child.provide('clock', { useValue: 'stopped' });
    expect([child.resolve('clock'), root.resolve('clock')]).toEqual(['stopped', expect.any(Clock)]);
  });

  it('a singleton belongs to its root injector, not to the process or the child that asked first', () => {
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

  it('a container-scoped class is made once per injector that asks, and disposed with it', async () => {
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

  it("registrations with tsyringe's own container apply", () => {
    const token = Symbol('registered');
    tsyringe.register(token, { useValue: 7 });
    expect(Injector.create().resolve(token)).toBe(7);
  });

  it('an injector disposes what it made in reverse order, and nothing of its parent', async () => {
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

describe('marked parameters and properties', () => {
  const who = sourceDecorator({ describe: '@who()', resolve: (injector) => injector.resolve<string>('who') });

  @injectable()
  class Parent {
    @who readonly name!: string;
    constructor(@who readonly again: string) {}
  }

  it('sources set properties and constructor parameters, also those of parent classes', () => {
    class Child extends Parent {
      @use(Clock) readonly clock!: Clock;
    }
    const made = Injector.create().provide('who', { useValue: 'me' }).resolve(Child);
    expect([made.name, made.again, made.clock]).toEqual(['me', 'me', expect.any(Clock)]);
  });

  it('a source that fails names its property', () => {
    expect(failure(() => Injector.create().resolve(Parent)).subject).toBe('Parent → Symbol(@who()) → "who"');
  });

  it('a decorator that is compiled as a standard one names the missing compiler option', () => {
    const standard = who as unknown as (target: undefined, context: object) => void;
    expect(() => standard(undefined, { kind: 'field' })).toThrow('Set "experimentalDecorators": true');
  });

  it("resolving sources from tsyringe's global container is refused with what to do", () => {
    expect(() => tsyringe.resolve(Parent)).toThrow('Resolve it through an Injector');
  });
});

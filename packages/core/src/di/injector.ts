import type { DependencyContainer, InjectionToken as TsyringeToken } from 'tsyringe';
import { DocktopusError } from '../errors/index.ts';
import { type Closeable, Scope } from '../scope/index.ts';
import { checkProvider } from './check-provider.ts';
import { constructorParameters, type ParameterDescriptor } from './constructor-parameters.ts';
import { cycleError, injectionError, unprovided } from './injection-error.ts';
import type { Constructor, InjectionToken } from './injection-token.ts';
import { markedProperties } from './marks.ts';
import type { TokenResolver } from './parameter-source.ts';
import { registeredClass } from './registered-class.ts';
import { tsyringe } from './tsyringe.ts';

/** How an injector comes by what a token stands for. One instance per injector, whichever form is used. */
export type Provider<T = unknown> =
  | { readonly useValue: T }
  | { readonly useClass: Constructor<T> }
  | { readonly useFactory: (injector: Injector) => T };

/**
 * Where a tsyringe container keeps the injector that it belongs to. A WeakMap would do, if its entries did not make
 * each young collection slow: a runner makes an injector per call.
 */
const INJECTOR = Symbol('injector');

/** What is being resolved at this moment, outermost first: resolution is synchronous. */
const resolving: unknown[] = [];

/**
 * Constructs classes with what they ask for. tsyringe's decorators and registrations apply.
 *
 * What is provided here is one instance per injector and is disposed with it. A `@singleton()` is one per root
 * injector, `@scoped(Lifecycle.ContainerScoped)` one per injector that asks; any other class is made again each time.
 */
export class Injector implements TokenResolver, AsyncDisposable {
  readonly #parent: Injector | undefined;
  readonly #container: DependencyContainer;
  /** Tokens that were provided here. tsyringe copies some registrations into children, so it cannot be asked. */
  readonly #provided = new Set<unknown>();
  /** Container-scoped classes that have been made ours here; children make their own. */
  #scoped: Set<unknown> | undefined;
  #scope: Scope | undefined;

  private constructor(parent: Injector | undefined) {
    this.#parent = parent;
    this.#container = (parent === undefined ? tsyringe : parent.#container).createChildContainer();
    Object.assign(this.#container, { [INJECTOR]: this });
  }

  /** A root injector; what is registered with tsyringe globally can be resolved through it. */
  static create(): Injector {
    return new Injector(undefined);
  }

  /** An injector that sees everything of this one, and adds to it without changing it. */
  child(): Injector {
    return new Injector(this);
  }

  /** Says what `token` stands for, here and in children. A later call replaces an earlier one. */
  provide<T>(token: InjectionToken<T>, provider: Provider<T>): this {
    checkProvider(token, provider);
    this.#provided.add(token);
    return this.#register(token, provider);
  }

  #register<T>(token: InjectionToken<T>, provider: Provider<T>): this {
    if ('useValue' in provider) {
      this.#container.register(token, { useValue: provider.useValue });
      return this;
    }
    const make = () =>
      'useClass' in provider ? this.#construct(provider.useClass) : provider.useFactory(this);
    let made: { readonly value: T } | undefined;
    const useFactory = (): T => {
      made ??= { value: this.#disposeLater(make()) };
      return made.value;
    };
    this.#container.register(token, { useFactory });
    return this;
  }

  /** Whether something was provided or registered for `token`, here or further up. */
  has(token: InjectionToken): boolean {
    return this.#container.isRegistered(token as TsyringeToken, true);
  }

  /** Whether children that provide nothing for `token` resolve it to the very thing that this injector does. */
  shares(token: InjectionToken): boolean {
    const lifetime = registeredClass(token)?.lifetime;
    return lifetime === 'singleton' || (lifetime === undefined && this.#isProvided(token));
  }

  /**
   * What `token` stands for.
   *
   * @throws DocktopusError with the code of what failed underneath, else `inject.failed`; its message names the path.
   */
  resolve<T>(token: InjectionToken<T>): T {
    if (resolving.includes(token)) throw cycleError([...resolving, token]);
    resolving.push(token);
    try {
      this.#adopt(token);
      if (!this.has(token)) {
        if (typeof token === 'function') return this.#construct(token);
        // A delayed class is neither: it is an object that tsyringe knows.
        if (typeof token !== 'object') throw unprovided(token);
      }
      return this.#container.resolve(token as TsyringeToken<T>);
    } catch (error) {
      throw injectionError(resolving, error);
    } finally {
      resolving.pop();
    }
  }

  /** Disposes what this injector has made for what was provided, in reverse order. Its parent's things live on. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope?.close();
  }

  /** Takes a class that is registered globally with tsyringe into this injector, which then disposes its instances. */
  #adopt(token: InjectionToken): void {
    if (this.#isProvided(token)) return;
    const registered = registeredClass(token);
    if (registered === undefined) return;
    if (registered.lifetime === 'singleton') {
      this.#root().provide(token, { useClass: registered.type });
    } else if (!this.#scoped?.has(token)) {
      this.#scoped = (this.#scoped ?? new Set()).add(token);
      this.#register(token, { useClass: registered.type });
    }
  }

  #isProvided(token: InjectionToken): boolean {
    for (let at: Injector | undefined = this; at !== undefined; at = at.#parent) {
      if (at.#provided.has(token)) return true;
    }
    return false;
  }

  #root(): Injector {
    let at: Injector = this;
    while (at.#parent !== undefined) at = at.#parent;
    return at;
  }

  #construct<T>(type: Constructor<T>): T {
    const instance = new type(...constructorParameters(type).map((parameter) => this.#argument(parameter)));
    for (const [key, source] of markedProperties(type)) {
      resolving.push(`.${String(key)}`);
      try {
        const value = source.resolve(this);
        Object.defineProperty(instance, key, { value, enumerable: true, configurable: true, writable: true });
      } catch (error) {
        throw injectionError(resolving, error);
      } finally {
        resolving.pop();
      }
    }
    return instance;
  }

  #argument({ token, multiple, isOptional, transform, transformArgs }: ParameterDescriptor): unknown {
    const wanted = token as InjectionToken;
    const value =
      isOptional && typeof wanted !== 'function' && !this.has(wanted)
        ? multiple
          ? []
          : undefined
        : multiple
          ? this.#container.resolveAll(wanted as TsyringeToken)
          : this.resolve(wanted);
    return transform === undefined
      ? value
      : this.resolve(transform).transform(value, ...(transformArgs ?? []));
  }

  #disposeLater<T>(made: T): T {
    if (isDisposable(made)) {
      this.#scope ??= new Scope('injector');
      this.#scope.use(made);
    }
    return made;
  }
}

/**
 * The injector that a tsyringe container belongs to.
 *
 * @throws DocktopusError `inject.failed` for tsyringe's own container.
 */
export function injectorOf(container: DependencyContainer): Injector {
  if (INJECTOR in container) return container[INJECTOR] as Injector;
  throw new DocktopusError('inject.failed', {
    operation: 'inject',
    reason: 'a class that injects settings or containers was resolved from the global container of tsyringe',
    hint: 'Resolve it through an Injector, as contexts and runners do',
  });
}

function isDisposable(value: unknown): value is Exclude<Closeable, () => void> {
  return (
    typeof value === 'object' && value !== null && (Symbol.asyncDispose in value || Symbol.dispose in value)
  );
}

import type { Container } from '../../container/index.ts';
import type { Constructor, InjectionToken, Injector, TokenResolver } from '../../di/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import type { ContainerFamily } from '../../family/index.ts';
import { unknownContainer } from '../../group/index.ts';
import type { AuthoredContext } from '../authored-context.ts';
import { declaredContainers } from '../declared-containers.ts';
import { declaredFamilies, unknownFamily } from '../declared-families.ts';
import { familiesOf } from './life-of.ts';

const CONTEXTS: InjectionToken<LiveContexts> = Symbol('docktopus.contexts');

/** The contexts of one injector: where `@container('name')` and `@family('name')` look. */
export class LiveContexts {
  /** What an injector knows them by. */
  static readonly TOKEN = CONTEXTS;

  readonly #types = new Set<Constructor<AuthoredContext>>();
  readonly #live = new Set<AuthoredContext>();

  /** Those of `injector` or its parents; made at first need. */
  static of(injector: Injector): LiveContexts {
    if (!injector.has(CONTEXTS)) injector.provide(CONTEXTS, { useValue: new LiveContexts() });
    return injector.resolve<LiveContexts>(CONTEXTS);
  }

  /** Those that a source can find: none if no context was announced. */
  static knownTo(injector: TokenResolver): LiveContexts {
    return injector.has(CONTEXTS) ? injector.resolve<LiveContexts>(CONTEXTS) : new LiveContexts();
  }

  /**
   * Makes the containers that the class declares known, before there is an instance.
   *
   * @throws DocktopusError `context.invalid` when there is a live one.
   */
  announce(type: Constructor<AuthoredContext>): void {
    if ([...this.#live].some((context) => context.constructor === type)) throw alreadyLive(type);
    this.#types.add(type);
  }

  /** Those between `connect()` and `close()`. */
  get live(): Iterable<AuthoredContext> {
    return this.#live;
  }

  add(context: AuthoredContext): void {
    this.#live.add(context);
  }

  remove(context: AuthoredContext): void {
    this.#live.delete(context);
  }

  /** @throws DocktopusError `container.not-found`; `inject.failed` when two contexts have one of that name. */
  container(name: string, operation: string): Container {
    const holders = [...this.#live].filter(({ containers }) => containers.has(name));
    const [only, other] = holders;
    if (only !== undefined && other === undefined) return only.containers.get(name);
    if (only === undefined) throw unknownContainer(operation, name, this.#names());
    throw ambiguous(operation, name, 'container', holders);
  }

  /** @throws DocktopusError `container.not-found` when no context, live or announced, has or will have `name`. */
  check(name: string, operation: string): void {
    const known = this.#names();
    if (!known.includes(name)) throw unknownContainer(operation, name, known);
  }

  /** @throws DocktopusError `family.not-found`; `inject.failed` when two contexts have one of that name. */
  family(name: string, operation: string): ContainerFamily<unknown, unknown> {
    const all = [...this.#live].flatMap((context) =>
      openFamilies(context).map((family) => ({ context, family })),
    );
    const [only, ...others] = all.filter(({ family }) => family.name === name);
    if (only === undefined) throw unknownFamily(operation, name, this.#familyNames());
    if (others.length === 0) return only.family;
    const holders = [only, ...others].map(({ context }) => context);
    throw ambiguous(operation, name, 'family', holders);
  }

  /** @throws DocktopusError `family.not-found` when no context, live or announced, has or will have `name`. */
  checkFamily(name: string, operation: string): void {
    const known = this.#familyNames();
    if (!known.includes(name)) throw unknownFamily(operation, name, known);
  }

  #names(): string[] {
    const live = [...this.#live].flatMap(({ containers }) => containers.names);
    const declared = [...this.#types].flatMap((type) => [...declaredContainers(type).keys()]);
    return [...new Set([...live, ...declared])];
  }

  #familyNames(): string[] {
    const live = [...this.#live].flatMap((context) => openFamilies(context).map(({ name }) => name));
    return [...new Set([...live, ...[...this.#types].flatMap(declaredFamilies)])];
  }
}

function openFamilies(context: AuthoredContext): readonly ContainerFamily<unknown, unknown>[] {
  return familiesOf(context).filter(({ closed }) => !closed);
}

function ambiguous(
  operation: string,
  name: string,
  what: 'container' | 'family',
  holders: readonly AuthoredContext[],
): DocktopusError {
  return new DocktopusError('inject.failed', {
    operation,
    subject: name,
    reason: `${holders.map((context) => context.constructor.name).join(' and ')} have a ${what} of this name`,
    hint: `Inject the context, and take the ${what} from its property`,
  });
}

function alreadyLive({ name }: Constructor): DocktopusError {
  return new DocktopusError('context.invalid', {
    operation: 'context.connect',
    subject: name,
    reason: 'the injector already has a live context of this class, and injection could not tell them apart',
    hint: 'Close that one first, or connect this one with injector.child()',
  });
}

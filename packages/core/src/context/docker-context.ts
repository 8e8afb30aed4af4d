import type { Observable } from 'rxjs';
import { BlueprintEnvironment, config } from '../config/index.ts';
import type { Container, ContainerBuilder } from '../container/index.ts';
import type { Constructor } from '../di/index.ts';
import type { Docker, Images, Volumes } from '../engine/index.ts';
import type { ContainerFamily, FamilyOptions } from '../family/index.ts';
import type { ContainerRegistry, GroupEvent, Plan } from '../group/index.ts';
import { checkArguments, checkOptions, readFunction, readText, readThing } from '../input/index.ts';
import type { SweepReport } from '../ownership/index.ts';
import type { ContainerPool, PoolOptions } from '../pool/index.ts';
import { type ContainerSnapshot, statusHub } from '../status/index.ts';
import type { AuthoredContext } from './authored-context.ts';
import { type Cleanup, CONNECT_OPTIONS, type ConnectOptions } from './connect-options.ts';
import type { MemberDefinition } from './life/context-family.ts';
import { findLife, lifeOf } from './life/life-of.ts';
import type { OwnedNetworks } from './life/owned-networks.ts';

/**
 * One shared client, the typed configuration and the managed containers of a blueprint; authors extend it.
 *
 * An injector constructs it, so a subclass may have a constructor with dependencies. It can be used once {@link connect} has
 * resolved: the settings are checked, the engine is connected, `onInit()` has run, every managed container is ready, and
 * `onReady()` has run. Closing undoes these steps in reverse order.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: `env` is injected, and a subclass may declare it again.
export class DockerContext implements AsyncDisposable {
  /**
   * Creates and connects a context of this class. When a step fails, the steps before it are undone.
   *
   * @default timeoutMs 300_000, for everything until it is ready
   * @throws DocktopusError of the step that failed; when undoing failed as well, its hint says so, and its cause has all failures.
   */
  static connect<T extends DockerContext>(this: Constructor<T>, options: ConnectOptions = {}): Promise<T> {
    // biome-ignore lint/complexity/noThisInStatic: the class that it is called on is the one to make.
    return connectContext(this, options);
  }

  /** The shared client. */
  get docker(): Docker {
    return lifeOf(this, 'context.docker').connection.docker;
  }

  /** The managed containers, by name. */
  get containers(): ContainerRegistry {
    return lifeOf(this, 'context.containers').group.containers;
  }

  /** The state of every container, by name; a new map with every change. */
  get containers$(): Observable<ReadonlyMap<string, ContainerSnapshot>> {
    return lifeOf(this, 'context.containers$').group.states$;
  }

  /**
   * Replacements of containers, and ends and removals that no call of this process asked for. `printGroupEvent(event)`
   * gives the line that is logged.
   */
  get events$(): Observable<GroupEvent> {
    return lifeOf(this, 'context.events$').group.events$;
  }

  /** Whether the engine is connected. */
  get connected$(): Observable<boolean> {
    return statusHub(lifeOf(this, 'context.connected$').connection.docker).connected$;
  }

  /** The engine's networks. Networks created here carry this context's labels, and are removed with it unless they are `persistent`. */
  get networks(): OwnedNetworks {
    return lifeOf(this, 'context.networks').networks;
  }

  /** The engine's volumes. Volumes created here carry this context's labels; they hold data, so they stay when it closes. */
  get volumes(): Volumes {
    return lifeOf(this, 'context.volumes').volumes;
  }

  get images(): Images {
    return lifeOf(this, 'context.images').connection.docker.images;
  }

  /** The session of this context, as its labels print it. */
  get session(): string {
    return lifeOf(this, 'context.session').connection.identity.session;
  }

  /** What removes this session's containers and networks if the process dies without clean-up. */
  get cleanup(): Cleanup {
    return lifeOf(this, 'context.cleanup').connection.cleanup;
  }

  /**
   * How the managed containers were started: `printPlan(ctx.plan)`. In a dry run, how they would be, after the networks
   * and volumes that `onInit()` would create.
   */
  get plan(): Plan {
    const { planned, plan } = lifeOf(this, 'context.plan');
    return [...planned, ...plan];
  }

  /** What earlier sessions of this blueprint left, and what was done about it: `printSweep(ctx.swept.steps)`. */
  get swept(): SweepReport {
    return lifeOf(this, 'context.swept').connection.swept;
  }

  /** A builder for containers of this context: they carry its labels, and are removed with it unless they are `persistent`. */
  container(image: string): ContainerBuilder<Container> {
    return lifeOf(this, 'context.container').builder().image(image);
  }

  /**
   * Keeps started containers ready, each for one use: `await using lease = await pool.lease()`. The pool closes with the
   * context.
   *
   * @param name the blueprint's name for them.
   * @throws DocktopusError `context.invalid` when the options contradict each other.
   */
  pool(name: string, spec: ContainerBuilder<Container>, options: PoolOptions = {}): ContainerPool {
    checkArguments(
      { name, spec },
      { name: readText, spec: readBuilder },
      'context.pool',
      undefined,
      'context.invalid',
    );
    return lifeOf(this, 'context.pool').pool(name, spec, options);
  }

  /**
   * Containers of one definition, one for each key: `const boxes = ctx.family('box', (tenant: string) =>
   * ctx.container(image).volumes(own('data', '/data')), { idle: { after: '15m', then: 'stop' } })`. It is closed with the
   * context.
   *
   * @param name what the blueprint calls them; with the key, it names the containers in the engine.
   * @throws DocktopusError `family.invalid` with everything that is wrong with the options.
   */
  family<Key, Data = undefined>(
    name: string,
    define: MemberDefinition<Key, Data>,
    options: FamilyOptions<Key, Data>,
  ): ContainerFamily<Key, Data> {
    checkArguments(
      { name, define },
      { name: readText, define: readFunction },
      'context.family',
      undefined,
      'family.invalid',
    );
    const life = lifeOf(this, 'context.family');
    const plan = { name, define, takesData: define.length > 1, options, context: this };
    return life.connection.scope.use(life.family(plan));
  }

  /** Called once connected, before the managed containers are defined. */
  onInit(): void | Promise<void> {}

  /** Called once every managed container is ready. */
  onReady(): void | Promise<void> {}

  /** Called first when the context is closed, if `onInit()` has succeeded; may take `shutdownGraceMs`. */
  onShutdown(): void | Promise<void> {}

  /**
   * Calls `onShutdown()`, then removes the containers of the session in reverse order, and closes the client; persistent
   * containers stay. All of it has the time of the setting `closeTimeoutMs`. Twice is fine, and before {@link connect}
   * nothing happens.
   *
   * @throws what failed; every step is taken all the same. `timeout` when not everything could be removed in time.
   */
  async close(): Promise<void> {
    await findLife(this)?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const readContextClass = readThing(
  'a class of a context',
  (value) => typeof value === 'function' && typeof value.prototype === 'object',
);

const readBuilder = readThing('a builder, such as ctx.container(image)', (value) => 'spec' in value);

/**
 * Merged into the class: TypeScript refuses to declare a property of a class again in a subclass (TS2612) under the
 * field semantics that are the default since ES2022, but not one of an interface.
 */
export interface DockerContext {
  /** The blueprint's settings. A subclass that has more declares it again: `@config(Settings) readonly env!: …`. */
  readonly env: BlueprintEnvironment;
}

config()(DockerContext.prototype, 'env');

/**
 * Creates and connects a context of `type`; equivalent to `type.connect(options)`. When a step fails, the steps before it
 * are undone.
 *
 * @default timeoutMs 300_000, for everything until it is ready
 * @throws DocktopusError of the step that failed; when undoing failed as well, its hint says so, and its cause has all failures.
 */
export async function connectContext<T extends AuthoredContext>(
  type: Constructor<T>,
  options: ConnectOptions = {},
): Promise<T> {
  checkArguments({ type }, { type: readContextClass }, 'context.connect', undefined, 'context.invalid');
  checkOptions(options, CONNECT_OPTIONS, 'context.connect', type.name, 'context.invalid');
  // Groups, families and ownership are loaded with the first context that connects.
  const { bringUpContext } = await import('./life/bring-up-context.ts');
  return await bringUpContext(type, options);
}

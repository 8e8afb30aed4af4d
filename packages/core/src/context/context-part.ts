import type { BlueprintEnvironment } from '../config/index.ts';
import type { Docker } from '../engine/index.ts';
import { DocktopusError, type Issue } from '../errors/index.ts';
import type { Plan } from '../group/index.ts';
import { type Lifetime, labelsOf, ownershipOf } from '../labels/index.ts';
import { judgeSession, parseSession } from '../ownership/index.ts';
import { inParallel, throwAll } from '../scope/index.ts';
import type { AuthoredContext } from './authored-context.ts';
import type { Connection } from './context-life.ts';

/** What a part of a context that another package defines is made on. */
export interface PartGround {
  readonly docker: Docker;
  readonly environment: BlueprintEnvironment;
  /** Whether what belongs to the session stays for the next run of the same program. */
  readonly supervised: boolean;
  /** The labels of something that the context makes. */
  labels(name: string, lifetime: Lifetime): Readonly<Record<string, string>>;
  /** Whether labels say that this context made a thing and takes it along when it closes. */
  isOurs(labels: Readonly<Record<string, string>>): boolean;
  /** Why a thing with these labels ends with another owner that is alive, as a clause; nothing when it does not. */
  endsElsewhere(labels: Readonly<Record<string, string>>): string | undefined;
}

/** Something beside containers that a context starts and takes care of. */
export interface ContextPart {
  /** Stands in the property. */
  readonly value: unknown;
  /** What a start would do. */
  plan(signal: AbortSignal): Promise<Plan>;
  /** What the policies do not allow of it, before anything of the context is made. @default nothing */
  policyIssues?(signal: AbortSignal): Promise<readonly Issue[]>;
  /** Called once the managed containers are ready; returns the steps that were taken. */
  start(signal: AbortSignal): Promise<Plan>;
  /** Called after `onShutdown()`, before containers and networks of the context are removed. */
  close(signal: AbortSignal): Promise<void>;
}

/** Makes a part; called once its context is connected and initialised. */
export type PartDefinition<Context = AuthoredContext> = (
  ground: PartGround,
  context: Context,
) => ContextPart | Promise<ContextPart>;

const declarations = new WeakMap<object, Map<string, PartDefinition<never>>>();

/** Notes that the property `key` of a context holds a part, as a decorator does; of one context alone until its `onInit()` has ended. */
export function declarePart(prototype: object, key: string, define: PartDefinition<never>): void {
  const own = declarations.get(prototype) ?? new Map<string, PartDefinition<never>>();
  declarations.set(prototype, own.set(key, define));
}

/** The parts of a context's class and its parents, in their order; a subclass's definition wins. */
function declaredParts({ prototype }: { readonly prototype: object }): ReadonlyMap<string, PartDefinition> {
  const chain: object[] = [];
  for (let at = prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at))
    chain.unshift(at);
  return new Map(chain.flatMap((each) => [...(declarations.get(each) ?? [])] as [string, PartDefinition][]));
}

/** The parts of one context. */
export class ContextParts {
  readonly #parts = new Map<string, ContextPart>();

  /** Makes a property that is read too early say so, instead of being `undefined`. */
  static reserve(context: object): void {
    for (const key of declaredParts(context.constructor as never).keys()) {
      Object.defineProperty(context, key, {
        configurable: true,
        enumerable: true,
        get: () => {
          throw new DocktopusError('context.invalid', {
            operation: `${context.constructor.name}.${key}`,
            reason: 'the parts of a context are there after onInit()',
            hint: 'Use it in onReady(), or in jobs',
          });
        },
      });
    }
  }

  /** Makes the parts that the context's class declares, and puts each into its property. */
  async define(context: AuthoredContext, ground: PartGround): Promise<void> {
    for (const [key, define] of declaredParts({ prototype: context })) {
      const part = await define(ground, context);
      this.#parts.set(key, part);
      Object.defineProperty(context, key, { value: part.value, configurable: true, enumerable: true });
    }
  }

  /** What a start would do. */
  plan(signal: AbortSignal): Promise<Plan> {
    return this.#steps((part) => part.plan(signal));
  }

  /** What the policies do not allow, each problem named after its part. */
  async policyIssues(signal: AbortSignal): Promise<readonly Issue[]> {
    const found = await Promise.all(
      [...this.#parts].map(async ([key, part]) => {
        const issues = (await part.policyIssues?.(signal)) ?? [];
        return issues.map((issue) => ({ ...issue, path: `${key}: ${issue.path}` }));
      }),
    );
    return found.flat();
  }

  /** Starts all of them, and returns the steps that they took. */
  start(signal: AbortSignal): Promise<Plan> {
    return this.#steps((part) => part.start(signal));
  }

  /** Closes all of them. @throws what failed. */
  async close(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    await inParallel([...this.#parts.values()], (part) =>
      part.close(signal).catch((error: unknown) => void failures.push(error)),
    );
    throwAll(failures, `${failures.length} parts could not be closed`);
  }

  /** The steps of all parts, each named after its part. */
  async #steps(of: (part: ContextPart) => Promise<Plan>): Promise<Plan> {
    const plans = await Promise.all(
      [...this.#parts].map(async ([key, part]) => {
        const named = (id: string) => `${key}: ${id}`;
        const steps = await of(part);
        return steps.map((step) => ({ ...step, id: named(step.id), after: step.after.map(named) }));
      }),
    );
    return plans.flat();
  }
}

/** What the parts of a context stand on. */
export function partGround({ docker, environment, identity, here }: Connection): PartGround {
  return {
    docker,
    environment,
    supervised: identity.supervised === true,
    labels: (name, lifetime) => labelsOf({ ...identity, name, lifetime }),
    isOurs(labels) {
      const owner = ownershipOf(labels);
      return owner?.nonce === identity.nonce && owner.lifetime === 'session';
    },
    endsElsewhere(labels) {
      const owner = ownershipOf(labels);
      if (owner === undefined || owner.lifetime !== 'session' || owner.nonce === identity.nonce)
        return undefined;
      const session = parseSession(owner.session);
      const gone = session !== undefined && judgeSession(session, here).state === 'gone';
      return gone ? undefined : `it belongs to another session of blueprint ${owner.blueprint}`;
    },
  };
}

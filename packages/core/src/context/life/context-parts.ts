import { DocktopusError, type Issue } from '../../errors/index.ts';
import type { Plan } from '../../group/index.ts';
import { labelsOf, ownershipOf } from '../../labels/index.ts';
import { judgeSession, parseSession } from '../../ownership/index.ts';
import { inParallel, throwAll } from '../../scope/index.ts';
import type { AuthoredContext } from '../authored-context.ts';
import { type ContextPart, declaredParts, type PartGround } from '../declared-parts.ts';
import type { Connection } from './context-life.ts';

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
            reason: 'the parts of a context exist only after onInit()',
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

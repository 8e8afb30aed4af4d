import type { BlueprintEnvironment } from '../config/index.ts';
import type { Injector } from '../di/index.ts';
import type { Docker } from '../engine/index.ts';
import { DocktopusError } from '../errors/index.ts';
import type { SweepReport, Viewpoint } from '../ownership/index.ts';
import type { Scope } from '../scope/index.ts';
import type { Cleanup } from './connect-options.ts';
import type { OwnerIdentity } from './container-owner.ts';
import { ContainerRegistry } from './container-registry.ts';
import type { DockerContext } from './docker-context.ts';
import type { StartStep } from './plan/start-plan.ts';

/** What a connected context is made of. The class itself stays free of fields that could meet those of its authors. */
export interface ContextLife {
  readonly identity: OwnerIdentity;
  readonly environment: BlueprintEnvironment;
  readonly injector: Injector;
  readonly docker: Docker;
  readonly here: Viewpoint;
  readonly cleanup: Cleanup;
  /** What earlier sessions had left. */
  readonly swept: SweepReport;
  readonly containers: ContainerRegistry;
  readonly scope: Scope;
  /** How the managed containers were started. */
  plan: readonly StartStep[];
}

const lives = new WeakMap<DockerContext, ContextLife>();

export function beginLife(
  context: DockerContext,
  life: Omit<ContextLife, 'containers' | 'plan'>,
): ContextLife {
  const begun: ContextLife = { ...life, containers: new ContainerRegistry(), plan: [] };
  lives.set(context, begun);
  return begun;
}

/** `undefined` before the context is connected. */
export function findLife(context: DockerContext): ContextLife | undefined {
  return lives.get(context);
}

/** @throws DocktopusError `context.invalid` before the context is connected. */
export function lifeOf(context: DockerContext, operation: string): ContextLife {
  const life = findLife(context);
  if (life !== undefined) return life;
  throw new DocktopusError('context.invalid', {
    operation,
    subject: context.constructor.name,
    reason: 'the context is not connected yet',
    hint: 'Connect it with connect(), and do this in onInit() rather than in the constructor',
  });
}

import { BlueprintEnvironment, config, DockerContext } from '@docktopus/core';
import { type Constructor, declareInInit, EnvironmentSchema, type Fields } from '@docktopus/core/kit';
import type { AnyDefinition } from './blueprint-definition.ts';
import { declareParts } from './declare-parts.ts';
import {
  DescribedFamily,
  type DescribedParts,
  DescribedPool,
  type DescribingTools,
} from './described-parts.ts';
import { byName } from './returned-parts.ts';

/** The context that a blueprint of functions stands for. */
export abstract class DescribedContext extends DockerContext {
  abstract readonly definition: AnyDefinition;
  #init: unknown;
  #described: DescribedParts = {};
  readonly #pools = new Map<string, unknown>();

  /** Everything that the functions of the definition are given once the containers are there. */
  get parts(): object {
    const own = Object.keys(this.#described).map((name) => [
      name,
      this.#pools.get(name) ?? Reflect.get(this, name),
    ]);
    return { ...Object.fromEntries(own), ...this.#ground, init: this.#init };
  }

  override async onInit(): Promise<void> {
    const { init, containers } = this.definition;
    this.#init = await init?.(this.#ground);
    const tools: DescribingTools = {
      container: (image) => this.container(image),
      family: (define, options) => new DescribedFamily(define, options),
      pool: (spec, options = {}) => new DescribedPool(spec, options),
    };
    const given = { ...tools, ...this.#ground, init: this.#init };
    this.#described = containers === undefined ? {} : byName('containers()', containers(given));
    declareParts(this, this.#described);
  }

  override async onReady(): Promise<void> {
    for (const [name, part] of Object.entries(this.#described)) {
      if (part instanceof DescribedPool) this.#pools.set(name, this.pool(name, part.spec, part.options));
    }
    await this.definition.ready?.(this.parts);
  }

  override async onShutdown(): Promise<void> {
    await this.definition.shutdown?.(this.parts);
  }

  get #ground(): object {
    return { env: this.env, context: this };
  }
}

/** The class of contexts that `definition` describes. */
export function contextOf(definition: AnyDefinition): Constructor<DescribedContext> {
  const { name = 'blueprint', settings = {} } = definition;
  const type = class extends DescribedContext {
    readonly definition = definition;
  };
  Object.defineProperty(type, 'name', { value: name });
  config(schemaOf(settings))(type.prototype, 'env');
  declareInInit(type);
  return type;
}

function schemaOf(settings: Fields | EnvironmentSchema<Fields>): EnvironmentSchema<Fields> {
  return settings instanceof EnvironmentSchema ? settings : BlueprintEnvironment.extend(settings);
}

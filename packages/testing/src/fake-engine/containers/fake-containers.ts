import { randomBytes } from 'node:crypto';
import { badRequest, conflict, EngineFailure, notFound } from '../http/engine-failure.ts';
import type { JsonObject } from '../http/request-body.ts';
import { asObject } from '../http/request-body.ts';
import type { EndpointSettings } from './container-networking.ts';
import { checkName } from './create-checks.ts';
import { createPlan } from './create-plan.ts';
import { FakeContainer } from './fake-container.ts';
import type { FakeExec } from './fake-exec.ts';
import type { FakeHost } from './fake-host.ts';

/** All containers of the fake engine, by id and by name. */
export class FakeContainers {
  readonly #host: FakeHost;
  readonly #containers = new Map<string, FakeContainer>();
  /** Also those that have ended: their exit code is still asked for. */
  readonly execs = new Map<string, FakeExec>();

  constructor(host: FakeHost) {
    this.#host = host;
  }

  /** Newest first, as lists show them. */
  get all(): readonly FakeContainer[] {
    return [...this.#containers.values()].reverse();
  }

  create(body: JsonObject, wantedName: string): FakeContainer {
    if (wantedName !== '') checkName(wantedName);
    const name = wantedName || `fake_${randomBytes(4).toString('hex')}`;
    const plan = createPlan(body, name, this.#host);
    this.#refuseTaken(name);
    const container = new FakeContainer(plan, this.#host, ({ id }) => {
      this.#containers.delete(id);
      for (const exec of this.execs.values()) if (exec.container.id === id) this.execs.delete(exec.id);
    });
    for (const [network, settings] of networksOf(body, plan.hostConfig.NetworkMode)) {
      container.networking.settings.set(network, settings);
    }
    this.#containers.set(plan.id, container);
    container.tell('create');
    return container;
  }

  /** By name, id, or the start of an id. */
  find(idOrName: string): FakeContainer | undefined {
    const name = idOrName.replace(/^\//, '');
    const exact = this.#containers.get(idOrName) ?? this.all.find((container) => container.name === name);
    if (exact !== undefined || !/^[0-9a-f]+$/.test(idOrName)) return exact;
    const found = this.all.filter(({ id }) => id.startsWith(idOrName));
    if (found.length > 1) throw badRequest(`Multiple IDs found with provided prefix: ${idOrName}`);
    return found[0];
  }

  /** @throws EngineFailure 404 */
  get(idOrName: string): FakeContainer {
    const container = this.find(idOrName);
    if (container === undefined) throw notFound(`No such container: ${idOrName}`);
    return container;
  }

  /** @throws EngineFailure 404 */
  getExec(id: string): FakeExec {
    const exec = this.execs.get(id);
    if (exec === undefined) throw notFound(`No such exec instance: ${id}`);
    return exec;
  }

  rename(idOrName: string, name: string): void {
    const container = this.get(idOrName);
    const allocating = (error: unknown) =>
      error instanceof EngineFailure
        ? new EngineFailure(error.status, `Error when allocating new name: ${error.message}`)
        : error;
    if (name === '') throw badRequest('Neither old nor new names may be empty');
    if (container.name === name)
      throw badRequest('Renaming a container with the same name as its current name');
    try {
      checkName(name, `/${name}`);
      this.#refuseTaken(name);
    } catch (error) {
      throw allocating(error);
    }
    const oldName = `/${container.name}`;
    container.name = name;
    container.tell('rename', { oldName });
  }

  #refuseTaken(name: string): void {
    const holder = this.all.find((container) => container.name === name);
    if (holder === undefined) return;
    const by = `The container name "/${name}" is already in use by container "${holder.id}"`;
    throw conflict(
      `Conflict. ${by}. You have to remove (or rename) that container to be able to reuse that name.`,
    );
  }
}

function networksOf(body: JsonObject, mode: string): readonly (readonly [string, EndpointSettings])[] {
  if (mode.startsWith('container:')) return [];
  const name = mode === 'default' ? 'bridge' : mode;
  const given = asObject(asObject(body.NetworkingConfig).EndpointsConfig);
  const others = Object.keys(given).filter((other) => other !== name);
  // At creation the engine takes one network: the one that is named, else that of the mode.
  if (mode === 'default' && others[0] !== undefined && others.length === 1) {
    return [[others[0], asObject(given[others[0]]) as EndpointSettings]];
  }
  if (others.length > 0) {
    throw badRequest(`Container cannot be connected to network endpoints: ${[name, ...others].join(', ')}`);
  }
  return [[name, asObject(given[name]) as EndpointSettings]];
}

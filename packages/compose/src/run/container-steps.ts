import { Container, type Docker } from '@docktopus/core';
import type { ImageInspect } from '@docktopus/core/engine';
import { bindsOnHost, type Semaphore } from '@docktopus/core/kit';
import type { ContainerRequest, InheritedMount, ServiceInstance } from '../body/container-request.ts';
import { containerRequest } from '../body/create-body.ts';
import { endpointSettings } from '../body/networking.ts';
import { containerName, withContainerIds } from '../plan/desired-project.ts';
import { imageOf } from '../plan/plan-images.ts';
import type {
  ConnectStep,
  CreateContainerStep,
  RemoveContainerStep,
  RenameContainerStep,
  StartContainerStep,
  StopContainerStep,
  WaitStep,
} from '../plan/project-step.ts';
import type { ComposeModel, Service } from '../schema/index.ts';
import type { Members } from './members.ts';
import { containerLabels, type ProjectIdentity } from './project-labels.ts';
import { runHooks } from './run-hooks.ts';
import { waitForMembers } from './wait-for-members.ts';

/** What the containers of a project are made from. */
export interface ContainerGround {
  readonly docker: Docker;
  readonly model: ComposeModel;
  readonly identity: ProjectIdentity;
  readonly members: Members;
  /** How many containers may be created or started at a time. */
  readonly limiter: Semaphore;
  readonly environment: Readonly<Record<string, string>>;
  /** Texts of profiles that security options name as files. */
  readonly securityProfiles: ReadonlyMap<string, string>;
  readonly images: ReadonlyMap<string, ImageInspect>;
  /** Our own labels on a container. */
  readonly ownLabels: (member: string) => Readonly<Record<string, string>>;
  readonly warn: (warning: string) => void;
  /** The most time that a process gets before it is killed. @default the container's own stop timeout */
  readonly stopGraceMs: number | undefined;
}

type MemberStep = { readonly service: string; readonly number: number };

/** The steps that are about containers; each is one thing that the engine does. */
export class ContainerSteps {
  readonly #ground: ContainerGround;
  /** Containers that wait for the name and the place of the one that they replace. */
  readonly #replacements = new Map<string, Container>();

  constructor(ground: ContainerGround) {
    this.#ground = ground;
  }

  async create(step: CreateContainerStep, signal: AbortSignal): Promise<void> {
    const { docker, limiter, members } = this.#ground;
    const instance = await this.#instance(step, step.inherits, signal);
    const { body, ...request } = containerRequest(instance);
    const about = { operation: 'compose.up', subject: step.name, signal };
    const container = this.#slot(step.name, instance, {
      ...request,
      body: await bindsOnHost(docker, body, about),
    });
    await limiter.run(signal, async () => {
      await container.create({ signal });
      for (const { network, settings } of request.networks)
        await docker.networks.connect(network, container.id!, { settings, signal });
    });
    if (step.replacing) this.#replacements.set(keyOf(step), container);
    else members.set({ service: step.service, number: step.number, container });
  }

  async connect({ service, number, network, containerId }: ConnectStep, signal: AbortSignal): Promise<void> {
    const { docker, model } = this.#ground;
    const instance = await this.#instance({ service, number }, undefined, signal);
    const settings = endpointSettings(instance, network, false);
    await docker.networks.connect(model.networks?.[network]?.name ?? network, containerId, {
      settings,
      signal,
    });
  }

  async stop(step: StopContainerStep, signal: AbortSignal): Promise<void> {
    const { members, stopGraceMs, docker, warn } = this.#ground;
    const container =
      members.byId(step.containerId)?.container ??
      (await Container.fromId(docker, step.containerId, { signal }));
    const hooks = this.#service(step)?.pre_stop;
    if (hooks !== undefined && (await container.status({ signal })) === 'running') {
      // A container has to stop, whatever its commands say.
      await runHooks(container, keyOf(step), 'pre_stop', hooks, signal).catch((error: Error) => {
        signal.throwIfAborted();
        warn(error.message);
      });
    }
    await container.stop({ graceMs: stopGraceMs, signal });
  }

  async remove(step: RemoveContainerStep, signal: AbortSignal): Promise<void> {
    const { docker, members } = this.#ground;
    await docker.engine.removeContainer(step.containerId, { force: true, volumes: step.volumes, signal });
    const known = members.get(step.service, step.number);
    const replacement = this.#replacements.get(keyOf(step));
    if (replacement !== undefined)
      members.set({ service: step.service, number: step.number, container: replacement });
    else if (known?.container.id === undefined || known.container.id === step.containerId)
      members.delete(step);
  }

  async rename(step: RenameContainerStep, signal: AbortSignal): Promise<void> {
    const container = await this.#container(step, step.containerId, signal);
    await container.rename(step.name, { signal });
  }

  async start(step: StartContainerStep, signal: AbortSignal): Promise<void> {
    const { limiter } = this.#ground;
    const container = await this.#container(step, step.containerId, signal);
    await limiter.run(signal, async () => {
      if ((await container.status({ signal })) === 'paused') await container.unpause({ signal });
      else {
        if (step.containerId !== undefined) await this.#connectMissing(step, container, signal);
        await container.start({ until: 'started', signal });
      }
    });
    await runHooks(container, keyOf(step), 'post_start', this.#service(step)?.post_start, signal);
  }

  async wait({ service, until, optional }: WaitStep, signal: AbortSignal): Promise<void> {
    const { members, warn } = this.#ground;
    try {
      await waitForMembers(members.of(service), until, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!optional) throw error;
      warn(
        `${service}: ${(error as Error).message}; it is optional, and what depends on it is started all the same`,
      );
    }
  }

  /** Takes the containers that the engine has of the project for the project's own, so that their state is known. */
  async adopt(found: readonly (MemberStep & { readonly id: string })[], signal: AbortSignal): Promise<void> {
    const { members } = this.#ground;
    await Promise.all(
      found.map(async ({ service, number, id }) => {
        if (members.get(service, number)?.container.id === id) return;
        const container = await this.#adopted({ service, number }, id, signal);
        if (container !== undefined) members.set({ service, number, container });
      }),
    );
    const ids = new Set(found.map(({ id }) => id));
    for (const member of members.all) {
      if (member.container.id === undefined || !ids.has(member.container.id)) members.delete(member);
    }
  }

  async #adopted(member: MemberStep, id: string, signal: AbortSignal): Promise<Container | undefined> {
    if (this.#service(member) === undefined) return undefined;
    const instance = await this.#instance(member, undefined, signal);
    const container = this.#slot(instance.containerName, instance, containerRequest(instance));
    return (await container.adopt(id, { signal })) === 'adopted' ? container : undefined;
  }

  /** Its creator may not have come so far. */
  async #connectMissing(step: StartContainerStep, container: Container, signal: AbortSignal): Promise<void> {
    const { NetworkSettings, State } = await container.inspect({ signal });
    if (State.Status !== 'created') return;
    const { networks } = containerRequest(await this.#instance(step, undefined, signal));
    for (const { network, settings } of networks) {
      if (NetworkSettings.Networks?.[network] !== undefined) continue;
      await this.#ground.docker.networks.connect(network, container.id!, { settings, signal });
    }
  }

  #slot(name: string, instance: ServiceInstance, request: ContainerRequest): Container {
    const { identity, members, ownLabels } = this.#ground;
    const { name: service, number } = instance;
    const labels = {
      ...containerLabels(identity, { service, number }, this.#hashed(service), instance.found?.Id ?? ''),
      ...ownLabels(keyOf({ service, number })),
    };
    const adopts = () => ({ adoption: 'adopt', why: 'it is a container of the project' }) as const;
    return members.slot(name, instance.image, instance.service.platform, request, () => ({ labels, adopts }));
  }

  async #instance(
    { service: name, number }: MemberStep,
    inherits: string | undefined,
    signal: AbortSignal,
  ): Promise<ServiceInstance> {
    const { docker, model, images, environment, securityProfiles } = this.#ground;
    const written = model.services[name]!;
    const image = imageOf(model.name, name, written);
    const service = {
      ...withProfiles(this.#hashed(name), securityProfiles),
      ...(written.volumes_from && {
        volumes_from: written.volumes_from.map((text) => this.#volumesFrom(text)),
      }),
    };
    return {
      model,
      name,
      service,
      number,
      containerName: containerName(model.name, name, written, number),
      image,
      found: images.get(image) ?? (await docker.images.inspect(image, { signal })),
      inherited: inherits === undefined ? [] : await inheritedMounts(docker, inherits, signal),
      apiVersion: docker.version.apiVersion,
      environment,
    };
  }

  /** A service as its hash is made of. */
  #hashed(name: string): Service {
    return withContainerIds(this.#ground.model.services[name]!, (other) => this.#firstId(other));
  }

  /** Of several, the first by name, as Docker Compose takes it. */
  #firstId(service: string): string | undefined {
    const members = [...this.#ground.members.of(service)];
    return members.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))[0]?.container.id;
  }

  /** With its mode, which the hash does not know. */
  #volumesFrom(text: string): string {
    const [first = '', second = '', third] = text.split(':');
    if (first === 'container') return third === undefined ? second : `${second}:${third}`;
    const id = this.#firstId(first) ?? first;
    return second === '' ? id : `${id}:${second}`;
  }

  async #container(step: MemberStep, id: string | undefined, signal: AbortSignal): Promise<Container> {
    const { members } = this.#ground;
    const known = id === undefined ? members.get(step.service, step.number) : members.byId(id);
    if (known !== undefined) return known.container;
    const container = id === undefined ? undefined : await this.#adopted(step, id, signal);
    if (container === undefined) throw new Error(`the plan has no container for ${keyOf(step)}`);
    members.set({ service: step.service, number: step.number, container });
    return container;
  }

  #service({ service }: { readonly service: string }): Service | undefined {
    const { services } = this.#ground.model;
    return Object.hasOwn(services, service) ? services[service] : undefined;
  }
}

function keyOf({ service, number }: MemberStep): string {
  return `${service}-${number}`;
}

function withProfiles(service: Service, profiles: ReadonlyMap<string, string>): Service {
  if (service.security_opt === undefined) return service;
  return { ...service, security_opt: service.security_opt.map((option) => profiles.get(option) ?? option) };
}

async function inheritedMounts(
  docker: Docker,
  id: string,
  signal: AbortSignal,
): Promise<readonly InheritedMount[]> {
  const { Mounts = [] } = await docker.engine.inspectContainer(id, { signal });
  return Mounts.map(({ Type, Name, Destination, RW }) => ({
    type: Type,
    name: Name,
    target: Destination,
    writable: RW,
  }));
}

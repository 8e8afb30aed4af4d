import { Container, type ContainerSnapshot, type ContainerSpec, type Docker } from '@docktopus/core';
import { ContainerRegistry, groupStates, type SlotOwner } from '@docktopus/core/kit';
import type { Observable } from 'rxjs';
import type { ContainerRequest } from '../body/container-request.ts';
import { memberName } from '../plan/up-planning.ts';

/** One container of a service, with its handle. */
export interface Member {
  readonly service: string;
  readonly number: number;
  readonly container: Container;
}

/** The containers of a project that are known here, by `service-number`. */
export class Members {
  readonly registry = new ContainerRegistry('compose.containers.get');
  /** The state of each, by name; a new map with each change. */
  readonly states$: Observable<ReadonlyMap<string, ContainerSnapshot>> = groupStates(this.registry);
  readonly #docker: Docker;
  readonly #members = new Map<string, Member>();

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  /** A slot for a container that a request describes. */
  slot(
    name: string,
    image: string,
    platform: string | undefined,
    request: ContainerRequest,
    owner: SlotOwner,
  ) {
    const spec: ContainerSpec = {
      image,
      name,
      pull: 'never',
      lifetime: 'persistent',
      onConflict: 'error',
      strict: 'off',
      keepOnFailure: true,
      files: request.files,
      unsafe: request.body as Readonly<Record<string, unknown>>,
      ...(platform !== undefined && { platform }),
    };
    return Container.slot(this.#docker, spec, owner);
  }

  set(member: Member): void {
    const name = memberName(member);
    this.#members.set(name, member);
    this.registry.add(name, member.container);
  }

  get(service: string, number: number): Member | undefined {
    return this.#members.get(memberName({ service, number }));
  }

  byId(id: string): Member | undefined {
    return this.all.find(({ container }) => container.id === id);
  }

  delete({ service, number }: Pick<Member, 'service' | 'number'>): void {
    const name = memberName({ service, number });
    if (this.#members.delete(name)) this.registry.delete(name);
  }

  get all(): readonly Member[] {
    return [...this.#members.values()];
  }

  of(service: string): readonly Member[] {
    return this.all.filter((member) => member.service === service).sort((a, b) => a.number - b.number);
  }

  close(): void {
    this.registry.close();
  }
}

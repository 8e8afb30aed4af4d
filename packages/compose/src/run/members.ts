import { Container, type ContainerSpec, type Docker } from '@docktopus/core';
import { ContainerGroup, type GroupOwner, type SlotOwner } from '@docktopus/core/kit';
import type { ContainerRequest } from '../body/container-request.ts';
import { memberName } from '../plan/up-planning.ts';
import { composeLabels } from './compose-labels.ts';

/** One container of a service, with its handle. */
export interface Member {
  readonly service: string;
  readonly number: number;
  readonly container: Container;
}

/** The containers of a project that are known here, by `service-number`; a group tells their state. */
export class Members {
  readonly group: ContainerGroup;
  readonly #docker: Docker;
  readonly #members = new Map<string, Member>();

  constructor(docker: Docker, project: string) {
    this.#docker = docker;
    this.group = new ContainerGroup(docker, groupOwner(project));
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
    this.group.include(name, member.container);
  }

  get(service: string, number: number): Member | undefined {
    return this.#members.get(memberName({ service, number }));
  }

  byId(id: string): Member | undefined {
    return this.all.find(({ container }) => container.id === id);
  }

  delete({ service, number }: Pick<Member, 'service' | 'number'>): void {
    const name = memberName({ service, number });
    if (this.#members.delete(name)) this.group.delete(name);
  }

  get all(): readonly Member[] {
    return [...this.#members.values()];
  }

  of(service: string): readonly Member[] {
    return this.all.filter((member) => member.service === service).sort((a, b) => a.number - b.number);
  }

  close(): void {
    this.group.close();
  }
}

/** A project's group holds containers that the project's own plan makes. */
function groupOwner(project: string): GroupOwner {
  return {
    kind: 'compose',
    labels: [`${composeLabels.project}=${project}`],
    memberOf: (labels) => {
      const service = labels[composeLabels.service];
      return service === undefined ? undefined : `${service}-${labels[composeLabels.number]}`;
    },
    engineName: (member) => `${project}-${member}`,
    newBecause: () => undefined,
    slotOwner: () => () => ({
      labels: { [composeLabels.project]: project },
      adopts: () => ({ adoption: 'foreign', why: 'a plan of its project decides' }),
    }),
  };
}

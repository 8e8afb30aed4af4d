import type {
  CallOptions,
  Container,
  ContainerSnapshot,
  ExecOptions,
  ExecResult,
  LogLine,
  LogsOptions,
} from '@docktopus/core';
import { DocktopusError } from '@docktopus/core';
import type { Plan } from '@docktopus/core/kit';
import { distinctUntilChanged, map, type Observable } from 'rxjs';
import { scaleOf } from '../plan/desired-project.ts';
import type { ProjectStep } from '../plan/project-step.ts';
import { memberName } from '../plan/up-planning.ts';
import type { Members } from '../run/members.ts';
import type { ComposeModel, Service } from '../schema/index.ts';
import { merged } from './merged.ts';
import { type ServiceStatus, serviceStatus } from './service-status.ts';
import type { UpOptions } from './up-request.ts';

/** What of its project a service needs. */
export interface ServiceHost {
  readonly model: ComposeModel;
  readonly states$: Observable<ReadonlyMap<string, ContainerSnapshot>>;
  up(options: UpOptions): Promise<Plan<ProjectStep>>;
}

/** Which of a service's containers a call is about. */
export interface ContainerChoice {
  /** Its number, from 1 on. @default the first that runs */
  readonly number?: number | undefined;
}

/** A line of a service's output, and which of its containers wrote it. */
export interface ServiceLogLine extends LogLine {
  /** `'web-1'` */
  readonly container: string;
}

/** One service of a project: its containers, and what is done with all or one of them. */
export class ComposeService {
  readonly name: string;
  readonly #project: ServiceHost;
  readonly #members: Members;

  /** @internal `project.service(name)` makes services. */
  constructor(project: ServiceHost, name: string, members: Members) {
    this.name = name;
    this.#project = project;
    this.#members = members;
  }

  /** What the file says about it, resolved. */
  get config(): Service {
    return this.#project.model.services[this.name]!;
  }

  /** The containers that are known of it, by number. */
  get containers(): readonly Container[] {
    return this.#members.of(this.name).map(({ container }) => container);
  }

  /** The states of its containers, by service and number; a new map with each change. */
  get states$(): Observable<ReadonlyMap<string, ContainerSnapshot>> {
    return this.#project.states$.pipe(
      map((states) => {
        const names = this.#members.of(this.name).map(({ number }) => `${this.name}-${number}`);
        return new Map([...states].filter(([name]) => names.includes(name)));
      }),
      distinctUntilChanged(
        (a, b) => a.size === b.size && [...a].every(([name, state]) => b.get(name) === state),
      ),
    );
  }

  /** How its containers are, in one word; the latest first. */
  get status$(): Observable<ServiceStatus> {
    return this.states$.pipe(
      map((states) => serviceStatus([...states.values()], scaleOf(this.config))),
      distinctUntilChanged(),
    );
  }

  /**
   * Gives the service another number of containers; others that it depends on are started, and not replaced.
   *
   * @throws DocktopusError `compose.unsupported` for several containers of a service with a `container_name`.
   */
  scale(
    count: number,
    options: Omit<UpOptions, 'services' | 'scale' | 'plan'> = {},
  ): Promise<Plan<ProjectStep>> {
    return this.#project.up({
      recreateDependencies: 'never',
      ...options,
      services: [this.name],
      scale: { [this.name]: count },
    });
  }

  /** The output of all of its containers, each line as it comes. */
  async *logs(options: LogsOptions = {}): AsyncGenerator<ServiceLogLine> {
    const ending = new AbortController();
    const { signal: given } = options;
    const signal = given === undefined ? ending.signal : AbortSignal.any([given, ending.signal]);
    const sources = this.#members
      .of(this.name)
      .map((member) => named(memberName(member), member.container.logs({ ...options, signal })));
    try {
      yield* merged(sources);
    } finally {
      ending.abort();
    }
  }

  /**
   * Runs a command in one of its containers.
   *
   * @throws DocktopusError `compose.service-empty` when there is no such container.
   */
  async exec(
    cmd: readonly string[],
    { number, ...options }: ExecOptions & ContainerChoice = {},
  ): Promise<ExecResult> {
    return (await this.#container('exec', number)).exec(cmd, options);
  }

  /**
   * Where a port of one of its containers can be reached from here, as the engine has bound it.
   *
   * @throws DocktopusError `compose.service-empty`, `port.not-published`
   */
  port(
    port: number | string,
    { number, ...options }: CallOptions & ContainerChoice = {},
  ): ReturnType<Container['port']> {
    return this.#container('port', number).then((container) => container.port(port, options));
  }

  async #container(call: string, number: number | undefined): Promise<Container> {
    const members = this.#members.of(this.name);
    const wanted = number === undefined ? members : members.filter((member) => member.number === number);
    for (const { container } of wanted) if ((await container.status()) === 'running') return container;
    if (wanted[0] !== undefined) return wanted[0].container;
    throw new DocktopusError('compose.service-empty', {
      operation: `compose.${call}`,
      subject: number === undefined ? this.name : `${this.name}-${number}`,
      reason:
        members.length === 0 ? 'the service has no container' : `the service has no container ${number}`,
      hint: 'Call up() first, or refresh() if another program has started it',
    });
  }
}

async function* named(container: string, lines: AsyncIterable<LogLine>): AsyncGenerator<ServiceLogLine> {
  for await (const line of lines) yield { ...line, container };
}

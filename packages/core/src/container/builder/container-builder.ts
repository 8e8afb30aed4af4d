import { homedir } from 'node:os';
import type { CreateContainerBody } from '../../engine/index.ts';
import type { Issue } from '../../errors/index.ts';
import { checkOptions, type DurationInput } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { CallName } from '../options/calls.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import type { CreateOptions } from '../options/create-options.ts';
import type { DependsOnInput } from '../options/depends-on.ts';
import type { EnvInput } from '../options/env.ts';
import type { FileInput } from '../options/files.ts';
import type { HealthcheckInput } from '../options/healthcheck.ts';
import type { LabelsInput } from '../options/labels.ts';
import type { Lifetime } from '../options/lifetime.ts';
import type { OnConflict } from '../options/on-conflict.ts';
import type { OneOrMany } from '../options/one-or-many.ts';
import type { CallPlace } from '../options/option.ts';
import type { PullPolicy } from '../options/pull.ts';
import type { ReadyCondition } from '../options/ready-condition.ts';
import type { Strictness } from '../options/strict.ts';
import { toCreateBody } from '../options/to-create-body.ts';
import { warnOfImplicitChoices } from '../strict/strict-issues.ts';
import { BUILDER_OPTIONS, type ContainerBuilderOptions } from './container-builder-options.ts';
import { afterCall, type Draft, EMPTY_DRAFT } from './draft.ts';
import { finishSpec } from './finish-spec.ts';
import { HostSettings } from './host-settings.ts';
import { switched } from './switched.ts';

/** What a builder makes: an empty slot that can be filled. */
export interface Creatable {
  create(options?: CallOptions): Promise<unknown>;
}

/** A method of what a builder makes, if that has one. */
type MethodOf<C, K extends string> = C extends Readonly<Record<K, infer Method>> ? Method : never;

/**
 * Describes a container, call by call. Immutable: each call returns another builder and leaves this one as it was.
 *
 * Calls of one method add up: lists grow, settings with a key merge with the later winning, and a single value replaces
 * the earlier one. Nothing is sent before {@link create}; every problem of every call is reported at once by then.
 */
export class ContainerBuilder<C extends Creatable = Creatable> extends HostSettings {
  readonly #make: (spec: ContainerSpec) => C;
  readonly #place: CallPlace;
  readonly #draft: Draft;
  #spec: ContainerSpec | undefined;

  /** Begins with nothing said; `make` turns a spec into an empty slot. */
  static for<C extends Creatable>(
    make: (spec: ContainerSpec) => C,
    options: ContainerBuilderOptions = {},
  ): ContainerBuilder<C> {
    checkOptions(options, BUILDER_OPTIONS, 'Container.builder');
    const place = {
      directory: options.directory ?? process.cwd(),
      home: homedir(),
      environment: process.env,
      dockerHubPrefix: options.dockerHubPrefix,
    };
    return new ContainerBuilder(make, place, EMPTY_DRAFT);
  }

  private constructor(make: (spec: ContainerSpec) => C, place: CallPlace, draft: Draft) {
    super();
    this.#make = make;
    this.#place = place;
    this.#draft = draft;
  }

  /** `'redis:7.4'`, `'registry:5000/team/app@sha256:…'`, or an image's id. */
  image(reference: string): this {
    return this.with('image', reference);
  }

  /** @default one that the engine makes up */
  name(name: string): this {
    return this.with('name', name);
  }

  /** `['KEY=value']` or `{ KEY: 'value' }`; earlier variables stay. */
  env(variables: EnvInput): this {
    return this.with('env', variables);
  }

  /**
   * Files of `NAME=value` lines, as after `docker run --env-file`, relative to the blueprint's directory; read at once. A
   * variable that `env` sets wins over theirs.
   */
  envFile(...paths: readonly OneOrMany<string>[]): this {
    return this.with('envFile', paths.flat());
  }

  /** The command's arguments, or the command itself without an entrypoint. @default the image's */
  cmd(argv: readonly string[]): this {
    return this.with('cmd', argv);
  }

  /** `[]` for none. @default the image's */
  entrypoint(argv: readonly string[]): this {
    return this.with('entrypoint', argv);
  }

  workdir(path: string): this {
    return this.with('workdir', path);
  }

  /** `'1000'`, `'1000:1000'`, `'nobody'`. @default the image's, or root */
  user(user: string): this {
    return this.with('user', user);
  }

  /** @default the container's short id */
  hostname(hostname: string): this {
    return this.with('hostname', hostname);
  }

  /** `['key=value']` or `{ key: 'value' }`; earlier labels stay. */
  labels(labels: LabelsInput): this {
    return this.with('labels', labels);
  }

  /** `'none'` switches the image's off. */
  healthcheck(check: HealthcheckInput): this {
    return this.with('healthcheck', check);
  }

  /** `'SIGINT'`, `'int'`, `'2'`. @default the image's, or SIGTERM */
  stopSignal(signal: string): this {
    return this.with('stopSignal', signal);
  }

  /** Milliseconds or `'30s'` between asking and killing, whole seconds; `-1` waits without limit. @default 10 s, of the engine */
  stopTimeout(timeout: DurationInput): this {
    return this.with('stopTimeout', timeout);
  }

  /** `'linux/arm64'`. @default the engine's */
  platform(platform: string): this {
    return this.with('platform', platform);
  }

  /** When the image is pulled before creation. @default 'missing' */
  pull(policy: PullPolicy): this {
    return this.with('pull', policy);
  }

  /** The engine removes it as soon as it ends. @default false */
  autoRemove(...autoRemove: [autoRemove?: boolean]): this {
    return this.with('autoRemove', switched(autoRemove));
  }

  /** @default false */
  tty(...tty: [tty?: boolean]): this {
    return this.with('tty', switched(tty));
  }

  /** @default false */
  openStdin(...open: [open?: boolean]): this {
    return this.with('openStdin', switched(open));
  }

  /** What must hold before a start is done, such as `ready.port(6379)`. @default that it runs */
  readyWhen(condition: ReadyCondition): this {
    return this.with('readyWhen', condition);
  }

  /**
   * Milliseconds or `'5m'` that a start waits until it is ready, once its process runs; the `timeoutMs` of a call to
   * `start` counts instead when one is given. @default 60 s
   */
  readyTimeout(timeout: DurationInput): this {
    return this.with('readyTimeout', timeout);
  }

  /** @default 'session' */
  lifetime(lifetime: Lifetime): this {
    return this.with('lifetime', lifetime);
  }

  /** @default 'error' for a container on its own, 'adopt' in a context */
  onConflict(policy: OnConflict): this {
    return this.with('onConflict', policy);
  }

  /** Containers of the same context that must be ready first, by name, or `{ name: 'started' | 'completed' }`. */
  dependsOn(...names: readonly OneOrMany<DependsOnInput>[]): this {
    return this.with('dependsOn', names.flat());
  }

  /** What happens with critical options that nothing is said about. @default 'off' */
  strict(strictness: Strictness): this {
    return this.with('strict', strictness);
  }

  /** Files that are in the container when it starts: `{ target, content, mode, secret }` or `{ target, source }`. */
  files(...files: readonly OneOrMany<FileInput>[]): this {
    return this.with('files', files.flat());
  }

  /** Keeps a container whose start failed, to look at it. @default false */
  keepOnFailure(...keep: [keep?: boolean]): this {
    return this.with('keepOnFailure', switched(keep));
  }

  /** Any field of the engine's create body, merged over everything else: objects deeply, lists and values as a whole. */
  createOptions(partial: CreateOptions): this {
    return this.with('createOptions', partial);
  }

  /** As {@link createOptions}, for fields that are not in the API's table; nothing is checked. */
  unsafe(partial: Readonly<Record<string, unknown>>): this {
    return this.with('unsafe', partial);
  }

  /** What is wrong so far; {@link spec} throws it. */
  get issues(): readonly Issue[] {
    return this.#draft.issues;
  }

  /**
   * What was described, as data. Needs no engine.
   *
   * @throws DocktopusError `spec.invalid` with every problem.
   */
  get spec(): ContainerSpec {
    this.#spec ??= finishSpec(this.#draft);
    return this.#spec;
  }

  /**
   * The body that the engine's create call would get. Needs no engine.
   *
   * @throws DocktopusError `spec.invalid` with every problem.
   */
  toCreateOptions(): CreateContainerBody {
    return toCreateBody(this.spec);
  }

  /**
   * An empty slot: `start` or `create` on it makes the container.
   *
   * @throws DocktopusError `spec.invalid` with every problem.
   */
  slot(): C {
    const { spec } = this;
    warnOfImplicitChoices(spec);
    return this.#make(spec);
  }

  /**
   * Creates the container, after pulling its image when the policy says so.
   *
   * @throws DocktopusError `spec.invalid` with every problem, before anything is sent.
   */
  async create(options?: CallOptions): Promise<C> {
    const slot = this.slot();
    await slot.create(options);
    return slot;
  }

  /** Runs the container once, to its end, and removes it: `run(options)` of what {@link create} makes. */
  get run(): MethodOf<C, 'run'> {
    return this.#once('run');
  }

  /** As {@link run}, line by line: `for await (const line of builder.runStream())`. */
  get runStream(): MethodOf<C, 'runStream'> {
    return this.#once('runStream');
  }

  #once<K extends 'run' | 'runStream'>(method: K): MethodOf<C, K> {
    const call = (options?: { readonly input?: unknown }) => {
      // Input has an end only where the engine closes it with its first writer.
      const builder =
        options?.input === undefined ? this : this.openStdin().createOptions({ StdinOnce: true });
      const slot = builder.slot() as unknown as Record<K, (options: unknown) => unknown>;
      return slot[method](options);
    };
    return call as unknown as MethodOf<C, K>;
  }

  protected override with(method: CallName, value: unknown): this {
    const draft = afterCall(this.#draft, method, value, this.#place);
    return new ContainerBuilder(this.#make, this.#place, draft) as this;
  }
}

import type { CreateContainerBody } from '../../engine/index.ts';
import type { Issue } from '../../errors/index.ts';
import type { Problems } from '../../input/index.ts';
import type { HostPlace } from '../syntax/host-path.ts';
import type { Combine } from './combine.ts';

/**
 * Everything about one option of a container: a field of `ContainerSpec` whose value is a `T`.
 *
 * `Spec` is what it looks at beside itself, so that options need not know of all others.
 */
export interface Option<T, Spec = object> {
  /** The builder's methods that set it; several where it can be given in several ways. */
  readonly calls: Readonly<Record<string, Call<T>>>;
  /** What it puts into the engine's create body, where the parts of all options add up. */
  readonly body?: (value: T) => BodyPart;
  /**
   * How it counts in the spec's hash.
   *
   * - `body`: by what it puts into the create body.
   * - `beside`: by itself, because it reaches the container by another way than the body.
   * - `volatile`: not at all, because a container that exists would be the same with another value.
   */
  readonly hash: 'body' | 'beside' | 'volatile';
  /** What is wrong with it in the company of other options, each being fine by itself. */
  readonly contradictions?: (value: T, spec: Spec) => readonly Issue[];
  /** What a service should decide itself, and `strict` asks for. */
  readonly critical?: readonly CriticalChoice<Spec>[];
}

/** What a call may refer to without saying it. */
export interface CallPlace extends HostPlace {
  /** Where a variable that is named without a value gets it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where images of Docker Hub are taken from instead: `'mirror.example.com/hub'`. @default Docker Hub */
  readonly dockerHubPrefix?: string | undefined;
}

/** How one method of the builder turns its argument into the option's value. */
export interface Call<T> {
  /** Reports what is wrong with `value`. */
  read(value: unknown, problems: Problems, place: CallPlace): T | undefined;
  /** What an earlier value and a later one make together; absent when the later one replaces it. */
  readonly combine?: Combine<T>;
}

/** Any part of the create body. */
export type BodyPart = Partial<Omit<CreateContainerBody, 'HostConfig' | 'NetworkingConfig'>> &
  Pick<CreateContainerBody, 'HostConfig' | 'NetworkingConfig'>;

/** Something critical that a spec may leave unsaid, so that the engine or the image decides it. */
export interface ImplicitChoice {
  /** The builder's method that would say it: `'limits.memory'`. */
  readonly option: string;
  /** What happens when nothing is said, as a sentence. */
  readonly consequence: string;
  /** What to write, as code. */
  readonly write: string;
  /** Whether it has brought services down: `strict('warn')` warns of these only. */
  readonly bites: boolean;
}

export interface CriticalChoice<Spec> extends ImplicitChoice {
  readonly isImplicit: (spec: Spec) => boolean;
}

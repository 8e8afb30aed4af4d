import { type ContainerSpec, toCreateBody } from '../../container/index.ts';
import type { ContainerInspect, Docker } from '../../engine/index.ts';
import { type Difference, type Issue, printable } from '../../errors/index.ts';
import { applyProfile } from './apply-profile.ts';
import { requireEngine } from './require-engine.ts';
import type { UntrustedProfile } from './untrusted-profile.ts';
import {
  madeContainer,
  type ProfileViolation,
  plannedContainer,
  profileViolations,
} from './verify-profile.ts';

/** The profile of a family, as the family asks for it. */
export class FamilyProfile {
  readonly #profile: UntrustedProfile;
  readonly #isOwnNetwork: (name: string) => boolean;
  #cgroupVersion: string | undefined;

  /** @param isOwnNetwork whether members do not reach each other on a network. */
  constructor(profile: UntrustedProfile, isOwnNetwork: (name: string) => boolean) {
    this.#profile = profile;
    this.#isOwnNetwork = isOwnNetwork;
  }

  /** Makes sure that the engine can do what the profile asks for. @throws DocktopusError `engine.unsupported` */
  async open(docker: Docker, signal: AbortSignal): Promise<void> {
    const { CgroupVersion } = await requireEngine(docker, this.#profile, signal);
    this.#cgroupVersion = CgroupVersion;
  }

  /** The spec with everything that the profile asks for and the author has said nothing about. */
  apply(spec: ContainerSpec): ContainerSpec {
    return applyProfile(spec, this.#profile);
  }

  /** What of a spec contradicts the profile, in the engine's words. */
  issuesOf(spec: ContainerSpec): readonly Issue[] {
    return this.#violations(plannedContainer(toCreateBody(spec))).map(({ path, got, expected }) => ({
      path,
      got: got === undefined ? 'nothing' : printable(got),
      expected,
      because: "the family has the profile 'untrusted'",
    }));
  }

  /** In what a container that exists is not as the profile says. */
  differencesOf(inspect: ContainerInspect): readonly Difference[] {
    return this.#violations(madeContainer(inspect)).map(({ path, got, expected }) => ({
      field: path,
      wanted: expected,
      found: got,
    }));
  }

  #violations(container: Parameters<typeof profileViolations>[0]): readonly ProfileViolation[] {
    return profileViolations(container, {
      profile: this.#profile,
      isOwnNetwork: this.#isOwnNetwork,
      cgroupVersion: this.#cgroupVersion,
    });
  }
}

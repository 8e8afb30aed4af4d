/** Which steps of loading are taken; all of them, but for tests that look at one. */
export interface LoadSteps {
  readonly normalize: boolean;
  readonly references: boolean;
  readonly check: boolean;
  readonly paths: boolean;
  /** Whether services keep the names of the env files that their environment came from. */
  readonly keepEnvFiles: boolean;
  /** Whether a project without a name is called after its folder. */
  readonly folderName: boolean;
  /** Whether networks, volumes, … that no service uses stay. */
  readonly keepUnused: boolean;
}

export const ALL_STEPS: LoadSteps = {
  normalize: true,
  references: true,
  check: true,
  paths: true,
  keepEnvFiles: true,
  folderName: true,
  keepUnused: true,
};

/** What a registry wants to know; never printed. */
export interface RegistryAuth {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** A token that stands for name and password. */
  readonly identityToken?: string | undefined;
  /** A token for the registry alone. */
  readonly registryToken?: string | undefined;
  /** @default the registry of the reference */
  readonly serverAddress?: string | undefined;
}

/** How a Compose file is read. */
export interface LoadComposeOptions {
  /** Variables for interpolation; these come before those of the process and of env files. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether the variables of this process count. Leave them out for files that others supply. @default true */
  readonly processEnv?: boolean;
  /** Relative to the working directory. @default `.env` there, when it exists */
  readonly envFiles?: readonly string[];
  /** Profiles to enable; `*` enables all. @default `COMPOSE_PROFILES` */
  readonly profiles?: readonly string[];
  /** @default `COMPOSE_PROJECT_NAME`, then the file's `name`, then the name of the working directory */
  readonly projectName?: string;
  /** Where relative paths begin. @default the folder of the first file */
  readonly workingDir?: string;
  /** Only these services, and those that they depend on; a service named here needs no profile. @default all */
  readonly services?: readonly string[];
  /** Folders besides the working directory that the file may read from. */
  readonly allowFiles?: readonly string[];
}

/** A Compose file by its path, or as text; paths in a text are relative to the working directory. */
export type ComposeFile = string | { readonly name?: string; readonly content: string };

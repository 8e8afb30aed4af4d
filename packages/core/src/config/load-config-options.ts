/** Where settings are looked for. Everything has a default that suits a service; tests pass their own. */
export interface LoadConfigOptions {
  /** Settings given in code: they win over every other source. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** The command line's arguments. `false` ignores them. @default process.argv.slice(2) */
  readonly args?: readonly string[] | false | undefined;
  /** Environment variables. `false` ignores them. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | false | undefined;
  /** A file of variables as Compose reads them, relative to `directory`; it must be there. `false` ignores `.env`. @default '.env' if there is one */
  readonly envFile?: string | false | undefined;
  /** The configuration file, relative to `directory`. `false` ignores it. @default the one docktopus.config.* there is */
  readonly file?: string | false | undefined;
  /** What the names of environment variables begin with. @default 'DOCKTOPUS_' */
  readonly prefix?: string | undefined;
  /** The blueprint's directory. @default process.cwd() */
  readonly directory?: string | undefined;
}

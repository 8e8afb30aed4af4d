/** What dockerode's methods hand to their modem, as far as it is used. */
export interface DialOptions {
  /** Without the version; ends in `?` when `options` may go into the query. */
  readonly path: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly authconfig?: Readonly<Record<string, unknown>> | undefined;
  readonly registryconfig?: Readonly<Record<string, unknown>> | undefined;
  readonly file?: string | Buffer | NodeJS.ReadableStream | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  readonly isStream?: boolean | undefined;
  readonly hijack?: boolean | undefined;
  readonly openStdin?: boolean | undefined;
  readonly allowEmpty?: boolean | undefined;
  /** The codes that count as success are `true`. */
  readonly statusCodes: Readonly<Record<number, boolean | string>>;
}

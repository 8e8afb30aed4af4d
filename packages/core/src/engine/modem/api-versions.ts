/** The API version that requests are sent in. */
export interface ApiVersions {
  /** `'1.41'` */
  readonly apiVersion: string;
  /**
   * After the engine has refused a request for its version `refused`: asks the engine again what it speaks.
   *
   * @returns whether `apiVersion` is another one now, so that the request may be sent anew.
   */
  agreeAnew(refused: string, signal: AbortSignal): Promise<boolean>;
}

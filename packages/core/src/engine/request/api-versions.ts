/** The API version that requests are sent in. */
export interface ApiVersions {
  /** `'1.41'` */
  readonly apiVersion: string;
  /**
   * Asks the engine again which versions it speaks, after it has refused a request for its version `refused`.
   *
   * @returns whether `apiVersion` is another one now, so that the request may be sent again.
   */
  renegotiate(refused: string, signal: AbortSignal): Promise<boolean>;
}

/** What the proxy does to an answer of the engine. */
export type ProxyFault =
  /** The request arrives, no byte of the answer comes back. */
  | { readonly kind: 'hang' }
  /** Neither the request arrives nor an answer comes back. */
  | { readonly kind: 'black-hole' }
  /** The connection is dropped before the request arrives. */
  | { readonly kind: 'drop' }
  /** The answer begins so much later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection is dropped after so many bytes of the answer's body; `-1` is in the middle of its head. */
  | { readonly kind: 'cut'; readonly afterBodyBytes: number }
  /** No more comes after so many bytes of the answer's body, and the connection stays open. */
  | { readonly kind: 'stall'; readonly afterBodyBytes: number }
  /** Something else comes instead of the answer, raw. */
  | { readonly kind: 'replace'; readonly answer: string | Buffer };

/** To which requests a fault applies. */
export interface FaultScope {
  /** Compared with `'GET /v1.41/containers/json?all=true'`. @default every request */
  readonly on?: RegExp | undefined;
  /** @default every one */
  readonly times?: number | undefined;
}

/** One request that went through the proxy. */
export interface SeenRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

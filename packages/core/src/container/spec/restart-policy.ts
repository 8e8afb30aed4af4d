/** When the engine starts a container again by itself. */
export type RestartPolicy =
  | { readonly name: 'no' | 'always' | 'unless-stopped' }
  | {
      readonly name: 'on-failure';
      /** @default without end */
      readonly maximumRetryCount?: number;
    };

import type { CreateContainerBody } from '../../engine/index.ts';

/** Any part of the engine's create body, at any depth; `undefined` leaves a field as it is, `null` is sent. */
export type CreateOptions = DeepPartial<CreateContainerBody>;

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T;

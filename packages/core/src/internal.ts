// For the sister packages of the same version only; not part of the public surface, and without any promise.
export { methodParameters, tokenName } from './di/index.ts';
export { invalid, printable } from './errors/index.ts';
export {
  abortable,
  abortedError,
  allErrors,
  type CallOptions,
  type Closeable,
  delay,
  Scope,
  startDeadline,
} from './scope/index.ts';

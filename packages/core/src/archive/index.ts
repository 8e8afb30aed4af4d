export type { HostEntry } from './host-entry.ts';
export { type PackEntry, pack } from './pack.ts';
export type { Header } from './tar.ts';
export { unsafe } from './unsafe.ts';

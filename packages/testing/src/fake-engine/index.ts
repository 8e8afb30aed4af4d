export type { FakeEvent } from './event-log.ts';
export { FakeEngine, type FakeEngineOptions, type FakeOperation } from './fake-engine.ts';
export type { FakeFiles } from './fake-files.ts';
export type { Fault, FaultOptions } from './faults/fault.ts';
export type { PortMode } from './host-port.ts';
export type { FakeImageScript } from './images/fake-image.ts';
export type { ListeningEngine } from './listen.ts';
export type { FakeProcess, FakeProgram } from './process/fake-program.ts';

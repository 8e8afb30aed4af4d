export {
  FakeEngine,
  type FakeEngineOptions,
  type FakeEvent,
  type FakeFiles,
  type FakeImageScript,
  type FakeOperation,
  type FakeProcess,
  type FakeProgram,
  type Fault,
  type FaultOptions,
  type PortMode,
} from './fake-engine/index.ts';

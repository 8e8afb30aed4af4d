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
  type ListeningEngine,
  type PortMode,
} from './fake-engine/index.ts';
export {
  FaultProxy,
  type FaultProxyOptions,
  type FaultScope,
  type ProxyFault,
  type SeenRequest,
} from './fault-proxy/index.ts';
export { type DebianImageOptions, images } from './images/index.ts';
export {
  type PrivateEngine,
  privateEngineObstacle,
  type StartEngineOptions,
  startEngine,
} from './private-engine/index.ts';
export {
  ENGINE_VARIABLE,
  type EngineChoice,
  type TestableRunner,
  Testbed,
  type TestbedOptions,
  type TestContextOptions,
} from './testbed/index.ts';

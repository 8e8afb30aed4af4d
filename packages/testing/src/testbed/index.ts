export { ENGINE_VARIABLE, type EngineChoice } from './test-engine.ts';
export { type TestableRunner, Testbed, type TestbedOptions, type TestContextOptions } from './testbed.ts';

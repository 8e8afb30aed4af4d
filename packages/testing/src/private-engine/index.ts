export type { PrivateEngine } from './private-engine.ts';
export { privateEngineObstacle } from './requirements.ts';
export { startEngine } from './start-engine.ts';
export type { StartEngineOptions } from './start-engine-options.ts';

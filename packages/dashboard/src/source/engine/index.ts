export { type EngineSourceOptions, engineSource } from './engine-source.ts';

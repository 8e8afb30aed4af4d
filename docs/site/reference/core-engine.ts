export * from '../../../packages/core/src/exports/engine.ts';

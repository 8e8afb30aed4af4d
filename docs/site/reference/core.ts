export * from '../../../packages/core/src/index.ts';

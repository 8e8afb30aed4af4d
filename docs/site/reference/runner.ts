export * from '../../../packages/runner/src/index.ts';

export * from '../../../packages/testing/src/vitest/index.ts';

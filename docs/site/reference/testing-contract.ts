export * from '../../../packages/testing/src/contract/index.ts';

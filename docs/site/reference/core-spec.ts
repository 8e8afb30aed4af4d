export * from '../../../packages/core/src/exports/spec.ts';

export * from '../../../packages/core/src/exports/kit.ts';

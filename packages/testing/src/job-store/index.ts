export { jobToRun, StoreBench } from './bench.ts';
export { jobStoreContract, type StoreContractOptions, storeContractCases } from './job-store-contract.ts';
export type { StoreCase } from './store-case.ts';
export type { StoreUnderTest } from './store-under-test.ts';
export { TestWorker, type WorkerOptions } from './test-worker.ts';
export { until } from './until.ts';

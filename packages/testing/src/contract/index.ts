export { Bench } from './bench.ts';
export { type ContractCase, caseId } from './contract-case.ts';
export { contractCases } from './contract-cases.ts';
export type { ContractEngine, ContractReport, ContractResult, KnownDifferences } from './contract-engine.ts';
export { type ContractOptions, engineContract, type TestRunner } from './engine-contract.ts';
export { reportTo } from './report-to.ts';
export { runCase } from './run-case.ts';

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { differenceOf } from './suite-differences.ts';

const REPORT = '.cache/contract/podman-suite.json';

interface SuiteResult {
  readonly test: string;
  readonly outcome: 'holds' | 'differs' | 'skipped' | 'fails';
  readonly note?: string | undefined;
}

/** Writes how the suite went on an engine that differs, for scripts/contract-report.mjs; other files' results stay. */
export default class SuiteReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files: Record<string, SuiteResult[]> = existsSync(REPORT)
      ? JSON.parse(readFileSync(REPORT, 'utf8'))
      : {};
    for (const module of modules) {
      files[module.relativeModuleId] = [...module.children.allTests()].map(resultOf);
    }
    const there = Object.entries(files).filter(([file]) => existsSync(file));
    mkdirSync('.cache/contract', { recursive: true });
    writeFileSync(REPORT, `${JSON.stringify(Object.fromEntries(there.sort()), undefined, 1)}\n`);
  }
}

function resultOf(test: TestCase): SuiteResult {
  const { differences } = test.project.getProvidedContext();
  const known = differenceOf(differences, test.module.relativeModuleId, test.fullName);
  const reason = typeof known === 'object' ? known.skip : known;
  const { state, ...result } = test.result();
  const note = reason ?? ('note' in result ? result.note : undefined);
  return { test: test.fullName, outcome: outcomeOf(state, reason !== undefined), note };
}

function outcomeOf(state: string, different: boolean): SuiteResult['outcome'] {
  if (state === 'skipped') return 'skipped';
  if (state === 'passed') return different ? 'differs' : 'holds';
  return 'fails';
}

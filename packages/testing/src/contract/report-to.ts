import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ContractReport } from './contract-engine.ts';

/** Writes a report as JSON: `engineContract(…, { onReport: reportTo('docker.json') })`. */
export function reportTo(file: string): (report: ContractReport) => Promise<void> {
  return async (report) => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(report, undefined, 1)}\n`);
  };
}

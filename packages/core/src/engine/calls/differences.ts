import { type Difference, DocktopusError, printable } from '../../errors/index.ts';

/** The fields of `wanted` that `found` does not have; fields that were not asked for do not count. */
export function differences(
  wanted: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
  prefix = '',
): readonly Difference[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const field = `${prefix}${name}`;
    if (value === undefined || value === found[name]) return [];
    return [{ field, wanted: value, found: found[name] }];
  });
}

/** @throws DocktopusError `engine.conflict` when there is any. */
export function refuseDifferences(operation: string, subject: string, found: readonly Difference[]): void {
  if (found.length === 0) return;
  const lines = found.map(
    (one) => `  ${one.field}: ${printable(one.found)} is there, ${printable(one.wanted)} was asked for`,
  );
  throw new DocktopusError('engine.conflict', {
    operation,
    subject,
    reason: `one with this name exists, and differs from what was asked for\n${lines.join('\n')}`,
    hint: 'Remove it, choose another name, or ask for what exists',
    details: { differences: found },
  });
}

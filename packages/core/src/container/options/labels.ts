import { isSafeKey, type Problems, readAnyText, readRecord, readSyntax } from '../../input/index.ts';
import { LABEL_PREFIX } from '../../labels/index.ts';
import { isLabelKey, parseLabel } from '../syntax/label.ts';
import { merged } from './combine.ts';
import type { Option } from './option.ts';

/** `['key=value', 'key']` or `{ key: 'value' }`. */
export type LabelsInput = readonly string[] | Readonly<Record<string, string | undefined>>;

export const labels = {
  calls: { labels: { read: readLabels, combine: merged } },
  body: (given) => ({ Labels: given }),
  hash: 'body',
} satisfies Option<Readonly<Record<string, string>>>;

export function readLabels(value: unknown, problems: Problems): Readonly<Record<string, string>> | undefined {
  const labels = Array.isArray(value)
    ? readLabelList(value, problems)
    : readRecord(readAnyText)(value, problems);
  if (labels === undefined) return undefined;
  for (const key of Object.keys(labels)) {
    if (!isLabelKey(key)) problems.at(key).refuse(key, 'a key that is not empty and contains no whitespace');
    if (key.startsWith(LABEL_PREFIX))
      problems.at(key).refuse(key, `a key that does not start with '${LABEL_PREFIX}'`, {
        because: 'Docktopus keeps its own records there',
      });
  }
  return labels;
}

function readLabelList(entries: readonly unknown[], problems: Problems): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const [position, entry] of entries.entries()) {
    const label = readSyntax(parseLabel)(entry, problems.index(position));
    if (label !== undefined && isSafeKey(label.key, problems)) labels[label.key] = label.value;
  }
  return labels;
}

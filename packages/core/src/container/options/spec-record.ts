import { printByteSize } from '../../input/index.ts';
import { canonicalJson, isRecord } from '../../json/index.ts';
import { containerLabels } from '../../labels/index.ts';
import type { ContainerSpec } from './container-spec.ts';
import { optionEntries } from './option-entries.ts';
import { sha256 } from './sha256.ts';

/** How one option of a container differs from that of the container before; `undefined` where it is not set. */
export interface SpecChange {
  /** `'image'`, `'limits.memory'`, `'env.PLAN'` */
  readonly path: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Whether the values may hold secrets: then `from` and `to` are digests. */
  readonly hidden: boolean;
}

/** Options whose values may hold secrets: a record has digests of them. */
const HIDDEN: ReadonlySet<keyof ContainerSpec> = new Set([
  'env',
  'cmd',
  'entrypoint',
  'healthcheck',
  'labels',
  'logDriver',
  'files',
  'createOptions',
  'unsafe',
]);

const LONGEST_VALUE = 60;
const DIGEST = '#';

/** What a spec says, option by option: JSON, or a digest. */
type SpecRecord = Readonly<Record<string, string>>;

/**
 * The label that tells later what a container was made from, so that a replacement can say what has changed. Only a
 * container with a name can be replaced by one of another spec.
 */
export function specRecordLabel(spec: ContainerSpec): Readonly<Record<string, string>> {
  return spec.name === undefined ? {} : { [containerLabels.spec]: JSON.stringify(recordOf(spec)) };
}

/** What `spec` changes against the container with these labels; empty when the container does not tell. */
export function specChanges(
  labels: Readonly<Record<string, string>>,
  spec: ContainerSpec,
): readonly SpecChange[] {
  const before = parseRecord(labels[containerLabels.spec]);
  if (before === undefined) return [];
  const after = recordOf(spec);
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths
    .filter((path) => before[path] !== after[path])
    .map((path) => change(path, before[path], after[path]));
}

/** `'limits.memory 256m → 512m, env.PLAN changed'` */
export function printChanges(changes: readonly SpecChange[]): string {
  return changes
    .map(({ path, from, to, hidden }) => {
      if (!hidden) return `${path} ${from ?? 'none'} → ${to ?? 'none'}`;
      return `${path} ${from === undefined ? 'added' : to === undefined ? 'removed' : 'changed'}`;
    })
    .join(', ');
}

function recordOf(spec: ContainerSpec): SpecRecord {
  const entries = optionEntries.flatMap(([field, { hash }]) => {
    const value: unknown = spec[field];
    if (hash === 'volatile' || value === undefined) return [];
    const hidden = HIDDEN.has(field);
    const parts = isRecord(value)
      ? Object.entries(value).map(([key, part]) => [`${field}.${key}`, part] as const)
      : [[field, value] as const];
    return parts.map(([path, part]) => [path, recorded(part, hidden)]);
  });
  return Object.fromEntries(entries);
}

function recorded(value: unknown, hidden: boolean): string {
  const text = canonicalJson(value);
  return hidden || text.length > LONGEST_VALUE ? `${DIGEST}${sha256(text).slice(0, 8)}` : text;
}

function parseRecord(label: string | undefined): SpecRecord | undefined {
  if (label === undefined) return undefined;
  try {
    const record: unknown = JSON.parse(label);
    return isRecord(record) && Object.values(record).every((value) => typeof value === 'string')
      ? (record as SpecRecord)
      : undefined;
  } catch {
    // Somebody else has written it.
    return undefined;
  }
}

function change(path: string, before: string | undefined, after: string | undefined): SpecChange {
  const hidden = [before, after].some((value) => value?.startsWith(DIGEST));
  const [, name = path, unit] = /^(.*?)(Bytes|Seconds|Ms)$/.exec(path) ?? [];
  const shown = (value: string | undefined) => value && (hidden ? value : display(value, unit));
  return { path: name, from: shown(before), to: shown(after), hidden };
}

function display(json: string, unit: string | undefined): string {
  const value: unknown = JSON.parse(json);
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' || unit === undefined) return json;
  if (unit === 'Bytes') return printByteSize(value);
  return `${value}${unit === 'Seconds' ? 's' : 'ms'}`;
}

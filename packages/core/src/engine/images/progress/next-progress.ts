import type { LayerProgress, PullProgress } from './pull-progress.ts';

/** One line of the engine's progress stream, as far as it is used. */
export interface ProgressLine {
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** Layers begin with their short digest; anything else with an id is a remark about the whole. */
const LAYER = /^[0-9a-f]{12,}$/;

/** More than any image has; beyond them, nothing is told of a layer. */
const MOST_LAYERS = 1_000;

export function noProgress(reference: string): PullProgress {
  return { reference, layers: [], currentBytes: 0, totalBytes: 0, message: '' };
}

/** The state after `line`. */
export function nextProgress(before: PullProgress, line: ProgressLine): PullProgress {
  const { status = '', id } = line;
  if (id === undefined || !LAYER.test(id)) {
    return status === '' ? before : { ...before, message: status };
  }
  const known = before.layers.find((layer) => layer.id === id);
  if (known === undefined && before.layers.length >= MOST_LAYERS) return before;
  const layer = nextLayer(known ?? { id, phase: 'waiting', currentBytes: 0, totalBytes: 0 }, line);
  const layers = known
    ? before.layers.map((one) => (one.id === id ? layer : one))
    : [...before.layers, layer];
  const sum = (field: 'currentBytes' | 'totalBytes') => layers.reduce((bytes, one) => bytes + one[field], 0);
  return { ...before, layers, currentBytes: sum('currentBytes'), totalBytes: sum('totalBytes') };
}

function nextLayer(layer: LayerProgress, { status = '', progressDetail = {} }: ProgressLine): LayerProgress {
  const transferred = { ...layer, currentBytes: layer.totalBytes };
  if (/^(Downloading|Pushing|Copying)/.test(status)) {
    const { current = 0, total = 0 } = progressDetail;
    const totalBytes = Math.max(total, layer.totalBytes);
    return {
      ...layer,
      phase: 'transferring',
      currentBytes: totalBytes ? Math.min(current, totalBytes) : current,
      totalBytes,
    };
  }
  if (/^(Download complete|Verifying|Extracting)/.test(status)) return { ...transferred, phase: 'unpacking' };
  if (/^Retrying/.test(status)) return { ...layer, phase: 'retrying' };
  if (/(complete|exists|Pushed|Mounted)/i.test(status)) return { ...transferred, phase: 'done' };
  return layer;
}

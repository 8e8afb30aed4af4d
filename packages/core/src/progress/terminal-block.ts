import type { ImageActivity } from '../engine/index.ts';
import { lineOf } from './plain-lines.ts';
import { printBytes } from './print-amount.ts';

type Layer = ImageActivity['progress']['layers'][number];

const BAR = 20;

/** The lines that show what is under way, in at most `rows` lines of less than `columns`: the last column makes some terminals wrap. */
export function terminalBlock(
  running: readonly ImageActivity[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly string[] {
  const heads = running.slice(0, Math.max(1, rows - 1));
  // Finished activities need no row; moving ones come first if there is not room for all.
  let room = rows - heads.length - (heads.length < running.length ? 1 : 0);
  const lines = heads.flatMap((activity) => {
    const layers = activity.progress.layers.filter(({ phase }) => phase !== 'done').toSorted(movingFirst);
    const shown = layers.slice(0, layers.length <= room ? room : Math.max(0, room - 1));
    const more =
      layers.length > shown.length && room > 0 ? [`  and ${layers.length - shown.length} more layers`] : [];
    room -= shown.length + more.length;
    return [headOf(activity), ...shown.map(layerLine), ...more];
  });
  if (heads.length < running.length) lines.push(`and ${running.length - heads.length} more`);
  return lines.slice(0, rows).map((line) => cut(line, columns - 1));
}

/** How many rows of a terminal `columns` wide a line takes. */
export function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(widthOf(line) / columns));
}

function headOf(activity: ImageActivity): string {
  const { step, progress } = activity;
  if (step !== undefined) return lineOf(activity, `step ${step.number}/${step.count} ${step.instruction}`);
  const { layers, currentBytes, totalBytes } = progress;
  if (layers.length === 0) return lineOf(activity, 'started');
  const done = layers.filter(({ phase }) => phase === 'done').length;
  return lineOf(
    activity,
    `${done}/${layers.length} layers${totalBytes === 0 ? '' : `, ${printBytes(currentBytes)}/${printBytes(totalBytes)}`}`,
  );
}

function layerLine({ id, phase, currentBytes, totalBytes }: Layer): string {
  const name = `  ${id} ${phase.padEnd('transferring'.length)}`;
  if (phase !== 'transferring' || totalBytes === 0) return name.trimEnd();
  const filled = Math.round((BAR * currentBytes) / totalBytes);
  return `${name} [${'='.repeat(filled).padEnd(BAR)}] ${printBytes(currentBytes)}/${printBytes(totalBytes)}`;
}

function movingFirst(a: Layer, b: Layer): number {
  return Number(a.phase === 'waiting') - Number(b.phase === 'waiting');
}

function cut(line: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const character of line) {
    width += widthOf(character);
    if (width > columns) return line.slice(0, end);
    end += character.length;
  }
  return line;
}

/** East Asian characters and emoji take two columns; to count too many of them as wide only cuts a line earlier. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return width;
}

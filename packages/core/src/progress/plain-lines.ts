import type { ImageActivity } from '../engine/index.ts';
import { onOneLine } from '../errors/index.ts';
import { printBytes, printSeconds } from './print-amount.ts';

/** What is worth a line each between two states of an activity; `before` is undefined when this is the first one seen. */
export function plainLines(before: ImageActivity | undefined, now: ImageActivity): readonly string[] {
  const news: string[] = [];
  if (before === undefined) news.push('started');
  const { step } = now;
  if (step !== undefined && step !== before?.step) {
    news.push(`step ${step.number}/${step.count} ${step.instruction}`);
  }
  for (const { id, phase, totalBytes } of now.progress.layers) {
    if (phase === before?.progress.layers.find((layer) => layer.id === id)?.phase) continue;
    if (phase === 'done')
      news.push(`layer ${id} done${totalBytes === 0 ? '' : `, ${printBytes(totalBytes)}`}`);
    if (phase === 'retrying') news.push(`layer ${id} failed, trying again`);
  }
  if (now.state !== 'running') news.push(endOf(now));
  return news.map((text) => lineOf(now, text));
}

/** The line that an activity ends with. */
export function lastLine(activity: ImageActivity): string {
  return lineOf(activity, endOf(activity));
}

/** `text` about the activity, on one line and without what would drive a terminal. */
export function lineOf({ kind, subject }: ImageActivity, text: string): string {
  return onOneLine(`${kind} ${subject}: ${text}`);
}

function endOf({ kind, state, progress, elapsedMs }: ImageActivity): string {
  const time = printSeconds(elapsedMs);
  if (state === 'failed') return `failed after ${time}`;
  const { totalBytes } = progress;
  return kind === 'build' || totalBytes === 0
    ? `done in ${time}`
    : `done, ${printBytes(totalBytes)} in ${time}`;
}

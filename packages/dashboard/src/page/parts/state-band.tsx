import { useComputed } from '@preact/signals';
import type { Moment } from '../../api/index.ts';
import { now } from '../clock.ts';
import { clockText, durationText } from '../text/duration-text.ts';
import { statusTone, statusWord, type Tone } from './status-badge.tsx';

/** One stretch of the band. */
export interface Stretch {
  readonly from: string;
  readonly word: string;
  readonly tone: Tone;
  readonly ms: number;
  /** 0 to 100. */
  readonly percent: number;
}

/** Short states stay visible beside long ones. */
const LEAST_PERCENT = 1.5;

/** How long each state lasted, as shares of the whole. */
export function stretchesOf(history: readonly Moment[], now: number): readonly Stretch[] {
  const spans = history.map((moment, i) => {
    const until = history[i + 1]?.at;
    const end = until === undefined ? Math.max(now, Date.parse(moment.at)) : Date.parse(until);
    return { moment, ms: Math.max(0, end - Date.parse(moment.at)) };
  });
  const lasting = spans.filter(({ moment, ms }) => ms > 0 && moment.status !== 'removed');
  const whole = lasting.reduce((sum, { ms }) => sum + ms, 0);
  const shares = lasting.map(({ ms }) => Math.max((ms / whole) * 100, LEAST_PERCENT));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return lasting.map(({ moment, ms }, i) => ({
    from: moment.at,
    ...(moment.status === 'removed'
      ? { word: 'removed', tone: 'off' as const }
      : {
          word: statusWord({ ...moment, status: moment.status }),
          tone: statusTone({ ...moment, status: moment.status }),
        }),
    ms,
    percent: ((shares[i] ?? 0) / all) * 100,
  }));
}

/** The states that a container was in, from its creation to now; the events tab has them as a list. */
export function StateBand({ history }: { history: readonly Moment[] }) {
  const stretches = useComputed(() => stretchesOf(history, now.value));
  const label = stretches.value.map(({ word, ms }) => `${word} for ${durationText(ms)}`).join(', ');
  return (
    <div class="band" role="img" aria-label={`States: ${label}`}>
      {stretches.value.map(({ from, word, tone, ms, percent }) => (
        <div
          key={from}
          class={`stretch tone-${tone}`}
          style={{ width: `${percent}%` }}
          title={`${word} for ${durationText(ms)}, from ${clockText(from)}`}
        >
          <span>{word}</span>
        </div>
      ))}
    </div>
  );
}

import type { Tone } from './status-badge.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  queued: 'off',
  delayed: 'off',
  running: 'busy',
  done: 'good',
  dead: 'bad',
  failed: 'bad',
  cancelled: 'warn',
};

export function jobTone(state: string): Tone {
  return TONES[state] ?? 'off';
}

/**
 * The event connection as a state machine: state and input give the next state and effects. Pure and printable;
 * {@link StatusHub} carries out the effects.
 *
 * ```
 * idle ──wanted──▶ opening ──opened──▶ open
 *   ▲                │  ▲               │
 *   │            lost│  │retry due      │lost, or no answer to a ping
 *   │                ▼  │               │
 *   └──unwanted──  waiting ◀────────────┘
 * ```
 */
export interface LinkState {
  readonly phase: 'idle' | 'opening' | 'open' | 'waiting';
  /** Which stream this is about; what a former one still says does not count. */
  readonly turn: number;
  /** Connections in a row that did not last. */
  readonly failures: number;
  /** `undefined` until the first attempt has been decided. */
  readonly connected: boolean | undefined;
}

export type LinkInput =
  /** Somebody watches. */
  | { readonly kind: 'wanted' }
  /** The last watcher has gone. */
  | { readonly kind: 'unwanted' }
  | { readonly kind: 'opened'; readonly turn: number }
  /** The stream could not be opened, or has ended. */
  | { readonly kind: 'lost'; readonly turn: number }
  /** Something has changed, and no event of this stream has said so. */
  | { readonly kind: 'deaf'; readonly turn: number }
  | { readonly kind: 'retry-due' }
  /** Nothing has been heard of the engine for a while. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'ping-answered'; readonly turn: number }
  | { readonly kind: 'ping-unanswered'; readonly turn: number }
  | { readonly kind: 'round-due' };

export type LinkEffect =
  | { readonly kind: 'open-stream'; readonly turn: number }
  | { readonly kind: 'close-stream' }
  /** A retry at a random moment from now to `withinMs` from now. */
  | { readonly kind: 'schedule-retry'; readonly withinMs: number }
  | { readonly kind: 'schedule-round' }
  | { readonly kind: 'schedule-silence' }
  | { readonly kind: 'stop-timers' }
  | { readonly kind: 'ping'; readonly turn: number }
  /** Look at everything that is watched: before anything else, or when there is nothing else to do. */
  | { readonly kind: 'look-at-all'; readonly urgent: boolean }
  | { readonly kind: 'report'; readonly connected: boolean };

export interface Backoff {
  readonly firstMs: number;
  readonly capMs: number;
}

export const idleLink: LinkState = Object.freeze({
  phase: 'idle',
  turn: 0,
  failures: 0,
  connected: undefined,
});

type Step = readonly [LinkState, readonly LinkEffect[]];

export function stepLink(state: LinkState, input: LinkInput, backoff: Backoff): Step {
  switch (input.kind) {
    case 'wanted':
      return state.phase === 'idle' ? open(state) : [state, []];
    case 'unwanted':
      if (state.phase === 'idle') return [state, []];
      // The turn moves on, so that nothing of the closed stream is heard any longer.
      return [{ ...idleLink, turn: state.turn + 1 }, [{ kind: 'stop-timers' }, { kind: 'close-stream' }]];
    case 'opened':
      if (state.phase !== 'opening' || input.turn !== state.turn) return [state, []];
      return [
        { ...state, phase: 'open', connected: true },
        [
          { kind: 'report', connected: true },
          { kind: 'look-at-all', urgent: true },
          { kind: 'schedule-silence' },
          { kind: 'schedule-round' },
        ],
      ];
    case 'lost':
    case 'ping-unanswered':
      return isCurrent(state, input.turn) ? lose(state, backoff) : [state, []];
    case 'deaf':
      // The engine answers, so it is not away; only this stream brings nothing, as behind a gateway that forgot it.
      if (state.phase !== 'open' || input.turn !== state.turn) return [state, []];
      return withClosing(open(state));
    case 'retry-due':
      return state.phase === 'waiting' ? open(state) : [state, []];
    case 'silent':
      return state.phase === 'open' ? [state, [{ kind: 'ping', turn: state.turn }]] : [state, []];
    case 'ping-answered':
      if (state.phase !== 'open' || input.turn !== state.turn) return [state, []];
      return [{ ...state, failures: 0 }, [{ kind: 'schedule-silence' }]];
    case 'round-due':
      if (state.phase !== 'open') return [state, []];
      return [
        { ...state, failures: 0 },
        [{ kind: 'look-at-all', urgent: false }, { kind: 'schedule-round' }],
      ];
  }
}

function open(state: LinkState): Step {
  const turn = state.turn + 1;
  return [{ ...state, phase: 'opening', turn }, [{ kind: 'open-stream', turn }]];
}

function withClosing([state, effects]: Step): Step {
  return [state, [{ kind: 'stop-timers' }, { kind: 'close-stream' }, ...effects]];
}

/** A stream that opens and breaks at once is a failure too: only one that has lasted a while clears the count. */
function lose(state: LinkState, { firstMs, capMs }: Backoff): Step {
  const withinMs = Math.min(capMs, firstMs * 2 ** state.failures);
  const report: readonly LinkEffect[] =
    state.connected === false ? [] : [{ kind: 'report', connected: false }];
  return [
    { ...state, phase: 'waiting', failures: state.failures + 1, connected: false },
    [{ kind: 'stop-timers' }, { kind: 'close-stream' }, ...report, { kind: 'schedule-retry', withinMs }],
  ];
}

function isCurrent(state: LinkState, turn: number): boolean {
  return turn === state.turn && (state.phase === 'opening' || state.phase === 'open');
}

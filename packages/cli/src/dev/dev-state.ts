/** Where the program is that a supervisor runs. */
export type DevPhase = 'starting' | 'running' | 'stopping' | 'stopped';

export interface DevState {
  readonly phase: DevPhase;
  /** Whether it is started again once it has stopped. */
  readonly again: boolean;
  /** Whether the supervisor ends once it has stopped. */
  readonly quitting: boolean;
}

/** What happens to a supervisor. */
export type DevInput =
  | { readonly kind: 'changed' }
  | { readonly kind: 'started' }
  | { readonly kind: 'exited' }
  | { readonly kind: 'quit' };

/** What it is to do about it. */
export type DevAct = 'start' | 'stop' | 'kill' | 'end' | 'wait';

export const firstDevState: DevState = { phase: 'stopped', again: false, quitting: false };

/** Decides: the program runs with the latest files, one run at a time, until it is told to quit; a second quit kills it. */
export function stepDev(
  state: DevState,
  { kind }: DevInput,
): { readonly state: DevState; readonly act: DevAct } {
  const { phase, again, quitting } = state;
  if (kind === 'started')
    return { state: { ...state, phase: phase === 'starting' ? 'running' : phase }, act: 'wait' };
  if (kind === 'exited') {
    if (quitting) return { state: { ...state, phase: 'stopped' }, act: 'end' };
    if (again) return { state: { phase: 'starting', again: false, quitting }, act: 'start' };
    return { state: { ...state, phase: 'stopped' }, act: 'wait' };
  }
  if (kind === 'quit') {
    if (quitting) return { state, act: 'kill' };
    if (phase === 'stopped') return { state: { ...state, quitting: true }, act: 'end' };
    return {
      state: { phase: 'stopping', again: false, quitting: true },
      act: phase === 'stopping' ? 'wait' : 'stop',
    };
  }
  if (quitting) return { state, act: 'wait' };
  if (phase === 'stopped') return { state: { ...state, phase: 'starting' }, act: 'start' };
  return { state: { ...state, phase: 'stopping', again: true }, act: phase === 'stopping' ? 'wait' : 'stop' };
}

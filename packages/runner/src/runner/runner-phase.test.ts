import { describe, expect, it, test } from 'vitest';
import { nextPhase, type RunnerEvent, type RunnerPhase } from './runner-phase.ts';

function through(events: readonly RunnerEvent[]): RunnerPhase[] {
  const phases: RunnerPhase[] = ['idle'];
  for (const event of events) phases.push(nextPhase(phases.at(-1) ?? 'idle', event));
  return phases;
}

const TO_THE_END: readonly RunnerEvent[] = ['done', 'done', 'done', 'done', 'done'];

describe('a life', () => {
  test.each<[what: string, events: readonly RunnerEvent[], phases: string]>([
    ['by itself', ['start', 'done', 'producers-ended'], 'starting running finishing'],
    ['ended by a stop', ['start', 'done', 'stop'], 'starting running draining'],
    [
      'with a grace period that was too short',
      ['start', 'done', 'stop', 'grace-over'],
      'starting running draining aborting',
    ],
    ['ended at once', ['start', 'done', 'stop-now'], 'starting running aborting'],
    ['with a second signal', ['start', 'done', 'stop', 'stop-now'], 'starting running draining aborting'],
    [
      'stopped while it finishes',
      ['start', 'done', 'producers-ended', 'stop'],
      'starting running finishing draining',
    ],
    ['stopped while it starts', ['start', 'stop', 'done'], 'starting cancelling draining'],
  ])('%s flushes, stops services, runs hooks, disposes', (_, events, phases) => {
    const rest = 'flushing stopping-services running-hooks disposing stopped';
    expect(through([...events, ...TO_THE_END]).join(' ')).toBe(`idle ${phases} ${rest}`);
  });

  test.each<[what: string, events: readonly RunnerEvent[]]>([
    ['that cannot start', ['start', 'start-failed']],
    ['that was stopped and then could not start', ['start', 'stop', 'start-failed']],
  ])('%s undoes what was begun without draining', (_, events) => {
    expect(through([...events, 'done']).slice(-2)).toEqual(['flushing', 'stopping-services']);
  });

  it('that never began ends at once', () => {
    expect(through(['stop'])).toEqual(['idle', 'stopped']);
  });
});

test.each<[phase: RunnerPhase, event: RunnerEvent]>([
  ['running', 'start'],
  ['running', 'grace-over'],
  ['draining', 'stop'],
  ['draining', 'producers-ended'],
  ['aborting', 'stop-now'],
  ['flushing', 'stop-now'],
  ['disposing', 'stop'],
  ['stopped', 'start'],
  ['stopped', 'done'],
])('in %s, %s means nothing', (phase, event) => {
  expect(nextPhase(phase, event)).toBe(phase);
});

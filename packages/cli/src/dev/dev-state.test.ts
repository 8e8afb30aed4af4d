import { expect, test } from 'vitest';
import { type DevInput, firstDevState, stepDev } from './dev-state.ts';

/** What is done about each of these inputs, one after the other. */
function acts(...kinds: readonly DevInput['kind'][]): readonly string[] {
  let state = firstDevState;
  return kinds.map((kind) => {
    const step = stepDev(state, { kind });
    state = step.state;
    return step.act;
  });
}

test.each<[what: string, inputs: readonly DevInput['kind'][], acts: readonly string[]]>([
  ['the first change starts the program', ['changed', 'started'], ['start', 'wait']],
  [
    'a change stops it, and its end starts it again',
    ['changed', 'started', 'changed', 'exited'],
    ['start', 'wait', 'stop', 'start'],
  ],
  [
    'changes while it stops start it once',
    ['changed', 'changed', 'changed', 'exited', 'exited'],
    ['start', 'stop', 'wait', 'start', 'wait'],
  ],
  [
    'one that ends by itself waits for a change',
    ['changed', 'exited', 'changed'],
    ['start', 'wait', 'start'],
  ],
  ['quitting stops it and ends with it', ['changed', 'quit', 'exited'], ['start', 'stop', 'end']],
  [
    'quitting while it stops for a change starts nothing',
    ['changed', 'changed', 'quit', 'exited'],
    ['start', 'stop', 'wait', 'end'],
  ],
  ['quitting twice kills it', ['changed', 'quit', 'quit', 'exited'], ['start', 'stop', 'kill', 'end']],
  ['quitting when nothing runs ends at once', ['changed', 'exited', 'quit'], ['start', 'wait', 'end']],
  [
    'a change after quitting starts nothing',
    ['changed', 'quit', 'changed', 'exited'],
    ['start', 'stop', 'wait', 'end'],
  ],
])('%s', (_, inputs, expected) => {
  expect(acts(...inputs)).toEqual(expected);
});

import { Subject } from 'rxjs';
import { expect, test } from 'vitest';
import type { ImageActivity, Images } from '../engine/index.ts';
import { pulling } from './activity-lines.fixture.ts';
import { Screen } from './screen.fixture.ts';
import { StreamDisplay } from './stream-display.ts';
import { TerminalDisplay } from './terminal-display.ts';

test('two connections draw one block, and one that goes takes its part along', () => {
  const screen = new Screen(80, 24);
  const display = new StreamDisplay(new TerminalDisplay(screen));
  const connections = [1, 2, 3].map((id) => {
    const activity$ = new Subject<ImageActivity>();
    const showing = display.show({ activity$ } as unknown as Images);
    const activity = { ...pulling(), id, subject: `thing:${id}` };
    activity$.next(activity);
    return { end: () => activity$.next({ ...activity, state: 'done' }), showing };
  });
  const [one, two, three] = connections;
  one?.end();
  expect(screen.text).toBe('pull thing:1: done in 0.0 s\npull thing:2: started\npull thing:3: started\n');
  two?.showing[Symbol.dispose]();
  expect(screen.text).toBe('pull thing:1: done in 0.0 s\npull thing:3: started\n');
  three?.showing[Symbol.dispose]();
  expect(screen.text).toBe('pull thing:1: done in 0.0 s\n');
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ImageActivity } from '../engine/index.ts';
import { pulling } from './activity-lines.fixture.ts';
import { Screen } from './screen.fixture.ts';
import { TerminalDisplay } from './terminal-display.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const layer = (id: number) => String(id).padStart(12, '0');
const downloading = (current: number, id = 1) => ({
  status: 'Downloading',
  id: layer(id),
  progressDetail: { current: current * 1_000_000, total: 4_000_000 },
});
const waiting = (id: number) => ({ status: 'Waiting', id: layer(id) });
const drawn = () => vi.advanceTimersByTime(100);

test('draws in place, and leaves one line', () => {
  const screen = new Screen(80, 24);
  const display = new TerminalDisplay(screen);
  screen.write('$ blueprint\n');
  display.take(pulling(downloading(1), waiting(2)));
  drawn();
  expect(screen.text).toBe(
    [
      '$ blueprint',
      'pull redis:7.4: 0/2 layers, 1.0 MB/4.0 MB',
      '  000000000001 transferring [=====               ] 1.0 MB/4.0 MB',
      '  000000000002 waiting',
      '',
    ].join('\n'),
  );
  display.take(
    pulling(
      downloading(1),
      { status: 'Extracting', id: layer(1) },
      { status: 'Pull complete', id: layer(2) },
    ),
  );
  drawn();
  expect(screen.text).toBe(
    '$ blueprint\npull redis:7.4: 1/2 layers, 4.0 MB/4.0 MB\n  000000000001 unpacking\n',
  );
  display.take({ ...pulling(downloading(4)), state: 'done', elapsedMs: 2_000 });
  expect(screen.text).toBe('$ blueprint\npull redis:7.4: done, 4.0 MB in 2.0 s\n');
});

test('several at once: what has ended stands above what runs', () => {
  const screen = new Screen(80, 24);
  const display = new TerminalDisplay(screen);
  const build: ImageActivity = {
    ...pulling(),
    id: 2,
    kind: 'build',
    subject: 'app:1',
    step: { number: 2, count: 3, instruction: 'RUN make' },
  };
  display.take(pulling(downloading(2)));
  display.take(build);
  drawn();
  display.take({ ...pulling(downloading(2)), state: 'failed', elapsedMs: 500 });
  expect(screen.text).toBe('pull redis:7.4: failed after 0.5 s\nbuild app:1: step 2/3 RUN make\n');
  display.forget(2);
  expect(screen.text).toBe('pull redis:7.4: failed after 0.5 s\n');
});

test('never more than ten drawings a second, and none when nothing is new', () => {
  const screen = new Screen(80, 24);
  const display = new TerminalDisplay(screen);
  for (let ms = 0; ms < 1_000; ms += 1) {
    display.take(pulling(downloading(ms / 1_000)));
    vi.advanceTimersByTime(1);
  }
  expect(screen.writes.length).toBeLessThanOrEqual(10);
  drawn();
  const { length } = screen.writes;
  vi.advanceTimersByTime(10_000);
  expect(screen.writes).toHaveLength(length);
});

test.each([
  [6, 30, 5],
  [2, 30, 1],
  [1, 1, 1],
])('with %i rows and %i layers, %i lines are drawn', (rows, layers, lines) => {
  const screen = new Screen(40, rows);
  const display = new TerminalDisplay(screen);
  const all = Array.from({ length: layers }, (_, id) =>
    id === layers - 1 ? downloading(1, id) : waiting(id),
  );
  display.take(pulling(...all));
  drawn();
  expect(screen.text.trimEnd().split('\n')).toHaveLength(lines);
  // What moves comes first, cut to the width.
  if (lines > 1) {
    expect(screen.text).toContain('  000000000029 transferring [=====     \n');
    expect(screen.text).toContain('  and 27 more layers\n');
  }
});

test('more activities than rows', () => {
  const screen = new Screen(80, 4);
  const display = new TerminalDisplay(screen);
  for (let id = 1; id <= 5; id += 1) display.take({ ...pulling(), id, subject: `image:${id}` });
  drawn();
  expect(screen.text).toBe('pull image:1: started\npull image:2: started\nand 3 more\n');
});

test('a terminal that becomes narrower keeps what stood above', () => {
  const screen = new Screen(80, 24);
  const display = new TerminalDisplay(screen);
  screen.write('$ blueprint\n');
  display.take(pulling(downloading(1)));
  drawn();
  screen.narrow(30);
  display.take(pulling(downloading(2)));
  drawn();
  expect(screen.text).toBe('$ blueprint\npull redis:7.4: 0/1 layers, 2\n  000000000001 transferring [\n');
});

test('wide characters, and a terminal that does not know its size', () => {
  const screen = new Screen(0, 0);
  const write = vi.spyOn(screen, 'write').mockImplementation(() => undefined);
  new TerminalDisplay(screen).take({ ...pulling(), subject: `./${'港'.repeat(60)}` });
  drawn();
  expect(write.mock.calls).toEqual([[`pull ./${'港'.repeat(36)}\n`]]);
});

test('the cursor is never hidden, so that nothing has to bring it back', () => {
  const screen = new Screen(80, 24);
  const display = new TerminalDisplay(screen);
  display.take(pulling(downloading(1)));
  drawn();
  display.take({ ...pulling(), state: 'failed' });
  expect(screen.writes.join('')).not.toContain('\x1b[?');
  expect(screen.text.endsWith('\n')).toBe(true);
});

import { FakeEngine } from '@docktopus/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { connectDocker } from '../engine/index.ts';
import { chooseFormat, type ProgressFormat } from './progress-format.ts';
import { showProgress } from './show-progress.ts';

afterEach(() => void vi.unstubAllEnvs());

test.each<[ProgressFormat, { isTTY?: boolean }, Record<string, string>, string]>([
  ['auto', { isTTY: true }, { TERM: 'xterm' }, 'terminal'],
  ['auto', { isTTY: true }, { CI: 'true' }, 'plain'],
  ['auto', { isTTY: true }, { CI: '1' }, 'plain'],
  ['auto', { isTTY: true }, { CI: 'false' }, 'terminal'],
  ['auto', { isTTY: true }, { CI: '' }, 'terminal'],
  ['auto', { isTTY: true }, { TERM: 'dumb' }, 'plain'],
  ['auto', {}, {}, 'plain'],
  ['auto', { isTTY: true }, { NODE_ENV: 'test' }, 'off'],
  ['json', { isTTY: true }, { NODE_ENV: 'test' }, 'json'],
  ['terminal', {}, { CI: 'true' }, 'terminal'],
  ['off', { isTTY: true }, {}, 'off'],
])('%s on %o in %o is %s', (wanted, stream, env, format) => {
  expect(chooseFormat(wanted, { write: () => true, ...stream }, env)).toBe(format);
});

async function setup(format: ProgressFormat) {
  const docker = await connectDocker({ transport: new FakeEngine() });
  const lines: string[] = [];
  const stream = {
    write: (text: string) =>
      lines.push(
        ...text
          .trimEnd()
          .replace(/\d+\.\d s/g, 'N s')
          .split('\n'),
      ),
  };
  return { docker, lines, stream, showing: showProgress(docker, { format, stream }) };
}

test('a pull that several share is shown once', async () => {
  const { docker, lines } = await setup('plain');
  await Promise.all([
    docker.images.pull('thing:1'),
    docker.images.pull('thing:1'),
    docker.images.pull('thing:1'),
  ]);
  await docker.close();
  expect(lines).toEqual([
    'pull thing:1: started',
    expect.stringMatching(/^pull thing:1: layer [0-9a-f]{12} done, 1\.0 kB$/),
    'pull thing:1: done, 1.0 kB in N s',
  ]);
});

test('a failed activity ends, and disposing ends the display', async () => {
  const { docker, lines, showing } = await setup('plain');
  const abort = new AbortController();
  const pull = docker.images.pull('thing:1', { signal: abort.signal });
  abort.abort();
  await expect(pull).rejects.toMatchObject({ code: 'aborted' });
  await vi.waitFor(() => expect(lines).toEqual(['pull thing:1: started', 'pull thing:1: failed after N s']));
  showing[Symbol.dispose]();
  await docker.images.pull('thing:2');
  expect(lines).toHaveLength(2);
  await docker.close();
});

test('twice on one stream is once, and ends with the second', async () => {
  const { docker, lines, showing, stream } = await setup('plain');
  const again = showProgress(docker, { format: 'plain', stream });
  await docker.images.pull('thing:1');
  expect(lines).toHaveLength(3);
  again[Symbol.dispose]();
  again[Symbol.dispose]();
  await docker.images.pull('thing:1');
  expect(lines).toHaveLength(5);
  showing[Symbol.dispose]();
  await docker.images.pull('thing:1');
  expect(lines).toHaveLength(5);
  await docker.close();
});

test('a library says nothing unless it is asked, nor does one under a test runner', async () => {
  const { docker, lines } = await setup('auto');
  await docker.images.pull('thing:1');
  await docker.close();
  expect(lines).toEqual([]);
});

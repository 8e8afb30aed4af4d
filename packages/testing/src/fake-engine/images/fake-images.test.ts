import { expect, test } from 'vitest';
import { EventLog } from '../event-log.ts';
import { FakeClock } from '../fake-clock.ts';
import { FakeImages, type ImageUse } from './fake-images.ts';

const running: ImageUse = { id: 'c'.repeat(64), running: true };
const stopped: ImageUse = { id: 'c'.repeat(64), running: false };

function setup(...tags: string[]) {
  const clock = new FakeClock(false);
  const images = new FakeImages(clock, new EventLog(clock));
  images.define('box:1', {});
  for (const tag of tags) images.tag('box:1', tag);
  return { images, id: images.get('box:1').id };
}

test.each<[by: 'tag' | 'id', tags: string[], use: ImageUse | undefined, force: boolean, outcome: string]>([
  ['tag', [], undefined, false, 'untagged deleted'],
  ['tag', ['box:2'], running, false, 'untagged'],
  ['tag', [], stopped, false, '(must force) - container cccccccccccc is using its referenced image'],
  ['tag', [], running, true, 'untagged'],
  ['id', [], undefined, false, 'untagged deleted'],
  ['id', ['box:2'], undefined, false, 'untagged untagged deleted'],
  ['id', [], stopped, false, '(must be forced) - image is being used by stopped container'],
  ['id', [], stopped, true, 'untagged deleted'],
  ['id', [], running, true, '(cannot be forced) - image is being used by running container'],
  ['id', ['other:1'], undefined, false, '(must be forced) - image is referenced in multiple repositories'],
])('removed by %s, further tags %j, used by %j, force %s: %s', (by, tags, use, force, outcome) => {
  const { images, id } = setup(...tags);
  const remove = () => images.remove(by === 'id' ? id : 'box:1', force, () => use);
  if (outcome.startsWith('(')) expect(remove).toThrow(outcome);
  else
    expect(
      remove()
        .map((entry) => Object.keys(entry)[0]?.toLowerCase())
        .join(' '),
    ).toBe(outcome);
});

test.each([
  ['redis', 'redis:latest'],
  ['docker.io/library/redis:7', 'redis:7'],
  ['registry:5000/a/b', 'registry:5000/a/b:latest'],
])('the reference %s finds the image %s', (reference, name) => {
  const { images } = setup();
  images.define(name, {});
  expect(images.find(reference)?.tags).toEqual([name]);
});

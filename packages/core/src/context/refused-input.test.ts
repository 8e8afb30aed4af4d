import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { Container, ready } from '../container/index.ts';
import { connectDocker } from '../engine/index.ts';
import { own } from '../family/index.ts';
import { sweep } from '../ownership/index.ts';

test('a sweep whose dryRun is misspelt, or no boolean, removes nothing', async () => {
  await using docker = await connectDocker({ transport: new FakeEngine() });
  await expect(sweep(docker, { dryrun: true } as object)).rejects.toThrow("did you mean 'dryRun'?");
  await expect(sweep(docker, { dryRun: 'yes' as never })).rejects.toThrow(
    'dryRun: got "yes", expected true or false',
  );
});

test('what is no text is neither an id nor an image, and never "gone"', async () => {
  await using docker = await connectDocker({ transport: new FakeEngine() });
  for (const nothing of [undefined, null, Number.NaN, {}] as unknown as string[]) {
    for (const call of [
      docker.volumes.remove(nothing),
      docker.networks.remove(nothing),
      docker.networks.disconnect(nothing, 'box'),
      docker.networks.disconnect('net', nothing),
      docker.images.remove(nothing),
      docker.images.exists(nothing),
      docker.images.tag('busybox:1.36', nothing),
      Container.fromId(docker, nothing),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'spec.invalid' });
    }
  }
});

test.each([
  ['a command that is one text', () => ready.command('pg_isready -U app' as never), 'argv: got "pg_isready'],
  ['a pattern that is a number', () => ready.log(5 as never), 'pattern: got 5, expected a RegExp or a text'],
  ['no pattern', () => ready.log(undefined as never), 'expected a RegExp or a text'],
])('readiness with %s is a problem of the spec', (_, condition, problem) => {
  const build = () => Container.builder(undefined, 'box:1').readyWhen(condition()).spec;
  expect(build).toThrow(problem);
});

test.each([[Number.NaN], [null], [undefined], ['a b']])('own(%j) is refused', (name) => {
  expect(() => own(name as never, '/data')).toThrow(
    'expected up to 40 letters, digits, dashes and underscores',
  );
});

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

/** A further name of the image, for this case. */
async function tagged(bench: Bench): Promise<string> {
  const name = `${bench.name('i')}:1`;
  bench.atEnd(() => bench.docker.images.remove(name, { force: true }));
  await bench.docker.images.tag(bench.image, name);
  return name;
}

export const imageCases = cases('images', {
  'show their id, names and configuration': async (bench) => {
    const image = await bench.docker.images.inspect(bench.image);
    assert.match(image.Id, /^sha256:[0-9a-f]{64}$/);
    assert.ok(image.RepoTags?.some((tag) => tag.endsWith(bench.image)));
    assert.deepEqual(image.Config?.Cmd, ['sh']);
  },
  'say that there is no such image': async (bench) => {
    await rejects(bench.docker.images.inspect('docktopus.invalid/nope:1'), 'image.not-found');
    assert.equal(await bench.docker.images.exists('docktopus.invalid/nope:1'), false);
  },
  'are found by id': async (bench) => {
    const { Id } = await bench.docker.images.inspect(bench.image);
    assert.equal((await bench.docker.images.inspect(Id)).Id, Id);
  },
  'take latest for a missing tag': async (bench) => {
    const name = bench.name('i');
    bench.atEnd(() => bench.docker.images.remove(name, { force: true }));
    await bench.docker.images.tag(bench.image, `${name}:latest`);
    assert.ok(await bench.docker.images.exists(name));
  },
  'are listed by name': async (bench) => {
    const name = await tagged(bench);
    const listed = await bench.docker.images.list({ filters: { reference: [name] } });
    assert.equal(listed.length, 1);
    assert.ok(listed[0]?.RepoTags?.some((tag) => tag.endsWith(name)));
  },
  'take further names, and lose them': async (bench) => {
    const name = await tagged(bench);
    assert.equal(
      (await bench.docker.images.inspect(name)).Id,
      (await bench.docker.images.inspect(bench.image)).Id,
    );
    assert.equal(await bench.docker.images.remove(name), 'removed');
    assert.equal(await bench.docker.images.exists(name), false);
    assert.ok(await bench.docker.images.exists(bench.image));
  },
  'are gone when they are not there': async (bench) => {
    assert.equal(await bench.docker.images.remove('docktopus.invalid/nope:1'), 'gone');
  },
  'refuse a further name for what is not there': async (bench) => {
    await rejects(bench.docker.images.tag('docktopus.invalid/nope:1', 'x:1'), 'image.not-found');
  },
  'are built from a Dockerfile, with names and labels': async (bench) => {
    const folder = await mkdtemp(join(tmpdir(), 'dtc-build-'));
    bench.atEnd(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'Dockerfile'), `FROM ${bench.image}\nCMD ["echo", "built"]\n`);
    const name = `${bench.name('i')}:1`;
    bench.atEnd(() => bench.docker.images.remove(name, { force: true }));
    const image = await bench.docker.images.build(folder, { tags: [name], labels: { a: 'b' } });
    assert.equal(image.Config?.Labels?.a, 'b');
    const id = await bench.run({ Image: name, Cmd: null });
    await bench.engine.waitContainer(id);
    assert.equal((await bench.logs(id)).stdout, 'built\n');
  },
  'are kept while a container uses them': async (bench) => {
    const folder = await mkdtemp(join(tmpdir(), 'dtc-build-'));
    bench.atEnd(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'Dockerfile'), `FROM ${bench.image}\nLABEL only=${bench.name()}\n`);
    const name = `${bench.name('i')}:1`;
    bench.atEnd(() => bench.docker.images.remove(name, { force: true }));
    await bench.docker.images.build(folder, { tags: [name] });
    await bench.create({ Image: name });
    await rejects(bench.docker.images.remove(name), 'image.in-use');
  },
  'cannot be pulled from where there is no registry': async (bench) => {
    await rejects(bench.docker.images.pull('127.0.0.1:9/nope:1', { timeoutMs: 20_000 }));
  },
});

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { extract, type Header, pack } from 'tar-stream';
import { cases } from '../contract-case.ts';
import { rejects } from '../rejects.ts';

type Files = Readonly<
  Record<string, { readonly type?: Header['type']; readonly mode?: number; readonly data: string }>
>;

function archiveOf(files: Files): Readable {
  const archive = pack();
  for (const [name, { type = 'file', mode = 0o644, data }] of Object.entries(files)) {
    if (type === 'file') archive.entry({ name, type, mode }, data);
    else archive.entry({ name, type, mode, ...(data !== '' && { linkname: data }) });
  }
  archive.finalize();
  return Readable.from(archive);
}

async function filesOf(archive: Readable) {
  const found: Record<string, { type: string | null | undefined; mode: number | undefined; data: string }> =
    {};
  for await (const entry of archive.pipe(extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, type, mode, linkname } = entry.header;
    found[name] = {
      type,
      mode,
      data: type === 'symlink' ? (linkname ?? '') : Buffer.concat(chunks).toString(),
    };
  }
  return found;
}

export const archiveCases = cases('archive', {
  'puts files into a container that runs': async (bench) => {
    const id = await bench.run();
    await bench.engine.putArchive(id, '/tmp', archiveOf({ 'a.txt': { data: 'hello' } }));
    assert.equal((await bench.exec(id, ['cat', '/tmp/a.txt'])).stdout, 'hello');
  },
  'puts files into a container before it runs': async (bench) => {
    const id = await bench.create({ Cmd: ['cat', '/a.txt'] });
    await bench.engine.putArchive(id, '/', archiveOf({ 'a.txt': { data: 'early' } }));
    await bench.engine.startContainer(id);
    await bench.engine.waitContainer(id);
    assert.equal((await bench.logs(id)).stdout, 'early');
  },
  'makes folders and keeps modes': async (bench) => {
    const id = await bench.run();
    const files: Files = {
      'd/': { type: 'directory', mode: 0o755, data: '' },
      'd/run.sh': { mode: 0o755, data: 'echo ran' },
    };
    await bench.engine.putArchive(id, '/tmp', archiveOf(files));
    assert.equal(
      (await bench.exec(id, ['sh', '-c', 'test -x /tmp/d/run.sh && sh /tmp/d/run.sh'])).stdout,
      'ran\n',
    );
  },
  'puts symbolic links': async (bench) => {
    const id = await bench.run();
    await bench.engine.putArchive(
      id,
      '/tmp',
      archiveOf({ to: { data: 'x' }, link: { type: 'symlink', data: 'to' } }),
    );
    assert.equal((await bench.exec(id, ['readlink', '/tmp/link'])).stdout, 'to\n');
  },
  'puts files over others': async (bench) => {
    const id = await bench.run();
    for (const data of ['one', 'two']) await bench.engine.putArchive(id, '/tmp', archiveOf({ a: { data } }));
    assert.equal((await bench.exec(id, ['cat', '/tmp/a'])).stdout, 'two');
  },
  'refuses a folder that is not there': async (bench) => {
    await rejects(
      bench.engine.putArchive(await bench.run(), '/no/such', archiveOf({ a: { data: '' } })),
      'path.not-found',
    );
  },
  'refuses a container that is not there': async (bench) => {
    await rejects(
      bench.engine.putArchive(bench.name(), '/', archiveOf({ a: { data: '' } })),
      'container.not-found',
    );
  },
  'gives a file': async (bench) => {
    const { id } = await bench.toEnd('echo content > /file');
    const files = await filesOf(await bench.engine.getArchive(id, '/file'));
    assert.deepEqual(Object.keys(files), ['file']);
    assert.equal(files.file?.data, 'content\n');
  },
  'gives a folder with everything in it': async (bench) => {
    const { id } = await bench.toEnd('mkdir -p /d/e; echo 1 > /d/one; echo 2 > /d/e/two; ln -s one /d/link');
    const files = await filesOf(await bench.engine.getArchive(id, '/d'));
    const names = Object.keys(files).map((name) => name.replace(/\/$/, ''));
    assert.deepEqual(names.sort(), ['d', 'd/e', 'd/e/two', 'd/link', 'd/one']);
    assert.equal(files['d/link']?.data, 'one');
  },
  'refuses to give what is not there': async (bench) => {
    await rejects(bench.engine.getArchive(await bench.run(), '/no/such/file'), 'path.not-found');
  },
});

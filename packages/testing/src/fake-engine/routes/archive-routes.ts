import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import type { FakeContainers } from '../containers/fake-containers.ts';
import { baseName, type FakeEntry, FakeFiles, FileError, normalise } from '../fake-files.ts';
import { badRequest, EngineFailure, notFound } from '../http/engine-failure.ts';
import { empty, type Reply } from '../http/reply.ts';
import { readBody } from '../http/request-body.ts';
import type { RouteCall, RouteTable } from '../http/route-table.ts';

/** The calls that copy files into and out of a container. */
export function archiveRoutes(containers: FakeContainers) {
  return {
    getArchive: ['GET HEAD', '/containers/{id}/archive', (call) => read(containers, call)],
    putArchive: [
      'PUT',
      '/containers/{id}/archive',
      async (call) => {
        await write(containers, call);
        return empty(200);
      },
    ],
  } satisfies RouteTable;
}

function read(containers: FakeContainers, { params, query, request }: RouteCall): Reply {
  const id = params[0] ?? '';
  const container = containers.get(id);
  const { files } = container.plan;
  const path = wantedPath(query);
  const entry = files.get(path, path.endsWith('/'));
  if (entry === undefined) throw notFound(`Could not find the file ${path} in container ${id}`);
  const stat = {
    name: baseName(path) || '/',
    size: entry.kind === 'file' ? entry.data.length : 4096,
    // Go's mode bits: a folder and a link have theirs on top of the permissions.
    mode: entry.mode + (entry.kind === 'directory' ? 0x8000_0000 : entry.kind === 'link' ? 0x0800_0000 : 0),
    mtime: new Date(entry.modified).toISOString(),
    linkTarget: entry.kind === 'link' ? normalise(entry.target, normalise(`${path}/..`)) : '',
  };
  const headers = { 'x-docker-container-path-stat': Buffer.from(JSON.stringify(stat)).toString('base64') };
  if (request.method === 'HEAD') return empty(200, headers);
  container.tell('archive-path');
  const archive = pack();
  for (const [name, one] of files.walk(path)) addTo(archive, name || '.', one);
  archive.finalize();
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/x-tar' },
    body: Readable.from(archive),
  };
}

function addTo(archive: ReturnType<typeof pack>, name: string, entry: FakeEntry): void {
  const head = { name, mode: entry.mode, mtime: new Date(entry.modified), uid: 0, gid: 0 };
  if (entry.kind === 'file') archive.entry({ ...head, type: 'file' }, entry.data);
  else if (entry.kind === 'directory') archive.entry({ ...head, name: `${name}/`, type: 'directory' });
  else archive.entry({ ...head, type: 'symlink', linkname: entry.target });
}

async function write(containers: FakeContainers, { params, query, request }: RouteCall): Promise<void> {
  const id = params[0] ?? '';
  const container = containers.get(id);
  const { files } = container.plan;
  const path = wantedPath(query);
  const target = files.get(path);
  if (target === undefined) throw notFound(`Could not find the file ${path} in container ${id}`);
  if (target.kind !== 'directory') throw badRequest('extraction point is not a directory');
  const body = await readBody(request);
  try {
    await unpack(body, path, files, query.get('noOverwriteDirNonDir') === '1');
    container.tell('extract-to-dir');
  } catch (error) {
    if (error instanceof FileError)
      throw new EngineFailure(403, `Error processing tar file: ${error.message}`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineFailure(500, `Error processing tar file(exit status 1): ${reason}`);
  }
}

async function unpack(body: Buffer, path: string, files: FakeFiles, keepKinds: boolean): Promise<void> {
  const entries = extract();
  entries.end(body);
  for await (const entry of entries) {
    const { name, type, mode = 0o644, mtime = new Date(), linkname } = entry.header;
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const at = normalise(name, path);
    const common = { mode, modified: mtime.getTime() };
    const there = files.get(at)?.kind;
    if (keepKinds && there !== undefined && (there === 'directory') !== (type === 'directory')) {
      const [old, fresh] =
        there === 'directory' ? ['directory', 'non-directory'] : ['non-directory', 'directory'];
      throw new Error(`cannot overwrite ${old} ${JSON.stringify(at)} with ${fresh} ${JSON.stringify(path)}`);
    }
    if (type === 'directory') {
      files.makeDirectory(at);
      continue;
    }
    files.makeDirectory(normalise(`${at}/..`));
    if (type === 'symlink') files.put(at, { kind: 'link', ...common, target: linkname ?? '' });
    else if (type === 'file') files.put(at, { kind: 'file', ...common, data: Buffer.concat(chunks) });
  }
}

function wantedPath(query: URLSearchParams): string {
  const path = query.get('path') ?? '';
  if (path === '') throw badRequest('bad parameter: pathcannot be empty');
  return path;
}

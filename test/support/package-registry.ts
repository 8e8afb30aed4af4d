import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';

interface Packed {
  readonly file: string;
  readonly manifest: { readonly name: string; readonly version: string };
}

/** An npm registry that has the tarballs of a folder, and sends clients to the public one for everything else. */
export async function packageRegistry(folder: string) {
  const packed = new Map(tarballsIn(folder).map((each) => [each.manifest.name, each]));
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const server = createServer(({ url: path = '/' }, answer) => {
    const name = decodeURIComponent(path.slice(1).replace(/\/-\/.*/, ''));
    const found = packed.get(name);
    if (found === undefined) answer.writeHead(302, { location: new URL(path, upstream).href }).end();
    else if (path.includes('/-/')) answer.end(readFileSync(found.file));
    else answer.setHeader('content-type', 'application/json').end(JSON.stringify(document(found, url)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function tarballsIn(folder: string): readonly Packed[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => {
      const file = join(folder, name);
      const manifest = execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' });
      return { file, manifest: JSON.parse(manifest) };
    });
}

/** What a registry answers about a package. */
function document({ file, manifest }: Packed, url: string): object {
  const { name, version } = manifest;
  const integrity = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  const dist = { tarball: `${url}/${name}/-/${basename(file)}`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}

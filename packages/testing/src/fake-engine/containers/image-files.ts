import { FakeFiles } from '../fake-files.ts';
import type { FakeImageScript } from '../images/fake-image.ts';
import { applets } from '../shell/applets.ts';
import type { FakeConfig } from './container-config.ts';

const folders = [
  '/bin',
  '/dev',
  '/etc',
  '/home',
  '/mnt',
  '/proc',
  '/root',
  '/sbin',
  '/tmp',
  '/usr/bin',
  '/usr/sbin',
  '/var/www',
];

/** The files that a new container finds. */
export function imageFiles(script: FakeImageScript, config: FakeConfig): FakeFiles {
  const files = new FakeFiles();
  for (const folder of folders) files.makeDirectory(folder);
  files.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n');
  files.write('/etc/group', 'root:x:0:\nnogroup:x:65534:\n');
  files.write('/etc/hostname', `${config.Hostname}\n`);
  if (script.shell !== false) {
    files.write('/bin/busybox', '', { mode: 0o755 });
    const link = { kind: 'link', mode: 0o777, modified: Date.now(), target: '/bin/busybox' } as const;
    for (const name of applets.keys()) files.put(`/bin/${name}`, link);
  }
  for (const [path, content] of Object.entries(script.files ?? {})) {
    files.makeDirectory(path.slice(0, path.lastIndexOf('/')));
    files.write(path, content);
  }
  if (config.WorkingDir !== '') files.makeDirectory(config.WorkingDir);
  return files;
}

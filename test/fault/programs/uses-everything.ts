/**
 * Uses every kind of connection to the engine once and ends by falling off the end: what it leaves open shows as a
 * process that does not exit. With the argument `close` it closes its client, else it does not.
 */
import { connectDocker } from '@docktopus/core';

const docker = await connectDocker();
const { engine, images, networks, volumes } = docker;
const Labels = { 'engine-exit': String(process.pid) };
const name = `engine-exit-${process.pid}`;

const events = await engine.watchEvents(() => undefined, {
  filters: { label: [`engine-exit=${process.pid}`] },
});
const { id } = await engine.createContainer({
  Image: 'docktopus/busybox:1.35',
  Cmd: ['sh', '-c', 'echo out; echo err >&2; exec sleep 60'],
  Labels,
});
try {
  await engine.startContainer(id);
  const exit = engine.waitContainer(id, { condition: 'next-exit' });
  const exec = await engine.createExec(id, { Cmd: ['cat'], AttachStdin: true, AttachStdout: true });
  const cat = await engine.startExec(exec.id, { stdin: true });
  await cat.write('hello');
  await cat.endInput();
  for await (const _ of cat.output);
  for await (const _ of await engine.containerLogs(id, { follow: true })) break;
  for await (const _ of await engine.containerStats(id)) break;
  for await (const _ of await engine.getArchive(id, '/bin')) break;
  await engine.putArchive(id, '/tmp', Buffer.alloc(1024));
  await images.list();
  await networks.ensure(name, { labels: Labels });
  await networks.connect(name, id);
  await networks.disconnect(name, id);
  await volumes.ensure(name, { labels: Labels });
  await images.pull('localhost:1/nope:1', { timeoutMs: 5_000 }).catch(() => undefined);
  await Promise.all(Array.from({ length: 30 }, () => engine.inspectContainer(id)));
  await engine.killContainer(id);
  await exit;
} finally {
  await engine.removeContainer(id, { force: true });
  await networks.remove(name);
  await volumes.remove(name);
  events.close();
}
if (process.argv.includes('close')) await docker.close();
console.log('done');

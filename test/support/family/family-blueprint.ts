/**
 * A small blueprint with one family that a test drives and kills. Its settings come as JSON in the first argument; each
 * line on stdin is one command, such as `use KEY`, `release KEY`, `stop KEY`, `list`, and each line on stdout one answer.
 */
import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { DockerContext, type FamilyOptions, type HeldContainer, isDocktopusError } from '@docktopus/core';

interface Settings {
  readonly name: string;
  readonly label: string;
  readonly image: string;
  readonly endpoint: string;
  readonly dataDir: string;
  readonly cleanup: 'none' | 'watcher' | 'sweep';
  readonly options: FamilyOptions<string, undefined>;
}

const settings: Settings = JSON.parse(process.argv[2] ?? '{}');
const say = (line: string) => process.stdout.write(`${line}\n`);

const ctx = await DockerContext.connect({
  endpoint: settings.endpoint,
  cleanup: settings.cleanup,
  config: {
    name: settings.name,
    dataDir: settings.dataDir,
    strict: 'off',
    shutdownGraceMs: 0,
    progress: 'off',
  },
  configSources: { args: false, env: false, envFile: false, file: false },
});
const boxes = ctx.family<string>(
  'box',
  () =>
    ctx
      .container(settings.image)
      .cmd(['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 60 & wait $!; done'])
      .labels({ [settings.label]: '' })
      .networks('none')
      .pull('never'),
  settings.options,
);
boxes.changes$.subscribe(({ key, from, to, cause }) => say(`change ${key} ${from}>${to} ${cause}`));
await boxes.ready();
say('ready');

const held = new Map<string, HeldContainer<string>>();
const commands: Readonly<Record<string, (key: string) => Promise<string>>> = {
  async use(key) {
    const box = await boxes.use(key);
    held.set(key, box);
    const { stdout } = await box.exec(['echo', 'up']);
    return `${box.id} ${box.generation} ${stdout.trim()}`;
  },
  async spawn(key) {
    const command = await held
      .get(key)
      ?.spawn(['sh', '-c', 'echo begun; sleep 12; echo done; exit 5'], { id: 'work' });
    return command?.id ?? '';
  },
  async spawned(key) {
    const command = await held.get(key)?.spawned('work');
    return JSON.stringify({ ...(await command?.status()), text: (await command?.output())?.text });
  },
  async why(key) {
    return (await boxes.why(key))?.text ?? '';
  },
  async release(key) {
    held.get(key)?.release();
    return 'done';
  },
  async stop(key) {
    await boxes.stop(key);
    return 'done';
  },
  async list() {
    const views = await boxes.list({ state: ['running', 'stopped', 'paused', 'failed', 'absent'] });
    return JSON.stringify(
      views.map(({ key, state, generation, ownedElsewhere }) => ({ key, state, generation, ownedElsewhere })),
    );
  },
};

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => void answer(line));
lines.on('close', () => void ctx.close().then(() => say('closed')));

async function answer(line: string): Promise<void> {
  const [command = '', key = ''] = line.split(' ');
  try {
    say(`${line}: ${await commands[command]?.(key)}`);
  } catch (error) {
    say(`${line}! ${isDocktopusError(error) ? `${error.code} ${error.reason}` : error}`);
  }
}

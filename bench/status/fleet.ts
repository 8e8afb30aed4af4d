import { IMAGE } from '../harness/engine-socket.ts';
import { RawEngine } from '../harness/raw-engine.ts';

const LABEL = 'docktopus.bench.status';

/** The containers that are watched: as cheap as they can be, and all of them gone at the end. */
export class Fleet {
  readonly engine = new RawEngine();
  readonly ids: string[] = [];

  /** Four at a time: more take longer. */
  async launch(count: number): Promise<void> {
    const worker = async () => {
      while (this.ids.length < count) {
        const place = this.ids.push('') - 1;
        this.ids[place] = await this.#launchOne();
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
  }

  kill(id: string): Promise<Buffer> {
    return this.engine.call('POST', `/containers/${id}/kill`);
  }

  async remove(): Promise<void> {
    const filters = encodeURIComponent(JSON.stringify({ label: [LABEL] }));
    const left = await this.engine.json<readonly { Id: string }[]>(
      'GET',
      `/containers/json?all=true&filters=${filters}`,
    );
    for (const { Id } of left) await this.engine.call('DELETE', `/containers/${Id}?force=true`);
    this.engine.close();
  }

  async #launchOne(): Promise<string> {
    const body = {
      Image: IMAGE,
      Cmd: ['sleep', '3600'],
      Labels: { [LABEL]: '' },
      HostConfig: { NetworkMode: 'host' },
    };
    const { Id } = await this.engine.json<{ Id: string }>('POST', '/containers/create', body);
    await this.engine.call('POST', `/containers/${Id}/start`);
    return Id;
  }
}

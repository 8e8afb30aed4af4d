import { spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { dockerCli } from '../harness/docker-cli.ts';
import { engineSocket } from '../harness/engine-socket.ts';
import { RawEngine } from '../harness/raw-engine.ts';

/** What a reading program is asked for. */
export interface Ask {
  readonly way: string;
  readonly id: string;
  /** The last lines only. */
  readonly tail?: number | undefined;
}

/** What it took. */
export interface Taken {
  readonly bytes: number;
  readonly ms: number;
  readonly cpuMs: number;
  /** In bytes, as all that follows; of all processes together. */
  readonly peakMemory: number;
  readonly idleMemory: number;
}

/** Imports what it needs, connects and makes ready; what it returns reads the output and resolves with how many bytes it was. */
type Open = (
  id: string,
  tail: number | undefined,
) => Promise<(sample: (pid: number) => void) => Promise<number>>;

const FLOOR = 'engine API with node:http, not taken apart';
export const DOCKERODE = 'dockerode, demuxStream';

const endpoint = `unix://${engineSocket()}`;
const SAMPLE_MS = 20;

export const waysToRead: ReadonlyMap<string, Open> = new Map<string, Open>([
  [
    FLOOR,
    async (id) => {
      const raw = new RawEngine();
      return async () => {
        let bytes = 0;
        for await (const chunk of await raw.open('GET', `/containers/${id}/logs?stdout=1&stderr=1`)) {
          bytes += (chunk as Buffer).length;
        }
        return bytes;
      };
    },
  ],
  [
    'docktopus, container.logs(): lines',
    async (id) => {
      const { Container, connectDocker } = await import('@docktopus/core');
      const docker = await connectDocker({ endpoint });
      const container = await Container.fromId(docker, id);
      return async () => {
        let bytes = 0;
        for await (const { line } of container.logs()) bytes += line.length + 1;
        return bytes;
      };
    },
  ],
  [
    'docktopus, engine.containerLogs(): pieces',
    async (id) => {
      const { connectDocker } = await import('@docktopus/core');
      const docker = await connectDocker({ endpoint });
      return async () => {
        let bytes = 0;
        for await (const { data } of await docker.engine.containerLogs(id)) bytes += data.length;
        return bytes;
      };
    },
  ],
  [
    DOCKERODE,
    async (id, tail) => {
      const { default: Dockerode } = await import('dockerode');
      const container = new Dockerode({ socketPath: engineSocket() }).getContainer(id);
      return async () => {
        let bytes = 0;
        const sink = new Writable({
          write(chunk: Buffer, _encoding, done) {
            bytes += chunk.length;
            done();
          },
        });
        // Without `follow` it has everything in one Buffer before anybody sees a byte of it.
        const stream = await container.logs({ follow: true, stdout: true, stderr: true, tail });
        container.modem.demuxStream(stream, sink, sink);
        stream.on('end', () => sink.end());
        await finished(sink);
        return bytes;
      };
    },
  ],
  ...(dockerCli.missing ? [] : [['docker CLI, docker logs', cli] as const]),
]);

async function cli(id: string): ReturnType<Open> {
  return async (sample) => {
    const child = spawn('docker', ['logs', id], { stdio: ['ignore', 'pipe', 'ignore'] });
    const { pid = 0 } = child;
    const sampling = setInterval(() => sample(pid), SAMPLE_MS);
    let bytes = 0;
    for await (const chunk of child.stdout) {
      bytes += (chunk as Buffer).length;
    }
    clearInterval(sampling);
    return bytes;
  };
}

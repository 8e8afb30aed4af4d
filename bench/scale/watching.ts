import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Request } from './watch-message.ts';
import type { WAYS } from './way.ts';

const PROGRAM = fileURLToPath(new URL('./watch.ts', import.meta.url));

/** A process that watches containers, seen from the one that measures it. */
export class Watching {
  readonly name: keyof typeof WAYS;
  /** When it knew of each end, by the clock that processes share. */
  readonly ended = new Map<string, number>();
  readonly #child: ChildProcess;
  readonly #failed: Promise<never>;

  private constructor(name: keyof typeof WAYS, child: ChildProcess) {
    this.name = name;
    this.#child = child;
    this.#failed = once(child, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${String(code)}`);
    });
    this.#failed.catch(() => undefined);
    child.on('message', (answer: Answer) => {
      if ('ended' in answer) this.ended.set(answer.ended, answer.atMs);
    });
  }

  /** @param endpoint as in `DOCKER_HOST`. */
  static async launch(name: keyof typeof WAYS, endpoint: string, image: string): Promise<Watching> {
    const env = { ...process.env, DOCKER_HOST: endpoint };
    const watching = new Watching(name, fork(PROGRAM, [name, image], { env }));
    await watching.#answer();
    return watching;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async grow(count: number): Promise<readonly string[]> {
    const grown = this.#answer();
    this.#child.send({ grow: count } satisfies Request);
    return grown;
  }

  /** When it knows that `id` has ended. */
  async knows(id: string): Promise<number> {
    while (!this.ended.has(id)) await Promise.race([once(this.#child, 'message'), this.#failed]);
    return this.ended.get(id) ?? Number.NaN;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }

  async #answer(): Promise<readonly string[]> {
    for (;;) {
      const [answer] = (await Promise.race([once(this.#child, 'message'), this.#failed])) as [Answer];
      if ('grown' in answer) return answer.grown;
    }
  }
}

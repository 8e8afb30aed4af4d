import { type Container, container, isActive } from '@docktopus/core';
import { body, job } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { CacheContext } from './cache-context.ts';
import { Clock } from './clock.ts';
import { fileOf, fromText, toText } from './entry.ts';
import { Pager } from './pager.ts';

const Key = z.object({ key: z.string().min(1).max(256) });
const Put = Key.extend({ value: z.string(), ttlMs: z.number().int().positive().optional() });

@injectable()
export class CacheJobs {
  constructor(
    @inject(CacheContext) private readonly ctx: CacheContext,
    @container('cache') private readonly cache: Container,
    @inject(Clock) private readonly clock: Clock,
    @inject(Pager) private readonly pager: Pager,
  ) {}

  @job('put')
  async put(@body(Put) { key, value, ttlMs = this.ctx.env.ttlMs }: z.infer<typeof Put>) {
    if (Buffer.byteLength(value) > this.ctx.env.maxValueBytes) return { stored: false };
    const stdin = toText({ value, expiresAt: this.clock.now() + ttlMs });
    // Moved into its place, so that no reader sees half of it.
    const script = 'cat > "$1.new" && mv "$1.new" "$1"';
    const { exitCode } = await this.#run(['sh', '-c', script, 'sh', fileOf(key)], stdin);
    return { stored: exitCode === 0 };
  }

  @job('get')
  async get(@body(Key) { key }: z.infer<typeof Key>) {
    const { exitCode, stdout } = await this.#run(['cat', fileOf(key)]);
    const entry = exitCode === 0 ? fromText(stdout) : undefined;
    const fresh = entry !== undefined && entry.expiresAt > this.clock.now();
    return fresh ? { hit: true, value: entry.value } : { hit: false };
  }

  @job('forget')
  async forget(@body(Key) { key }: z.infer<typeof Key>) {
    const { exitCode } = await this.#run(['rm', '-f', fileOf(key)]);
    return { forgotten: exitCode === 0 };
  }

  /** Called when the cache was seen down: starts it again, and says so. */
  @job('alert')
  async alert() {
    if (isActive(await this.cache.status())) return;
    const exit = await this.cache.wait();
    await this.cache.start();
    const reason = exit?.oomKilled ? 'out of memory' : `exit code ${exit?.exitCode}`;
    this.pager.page(`the cache went down (${reason}) and was started again, empty`);
  }

  #run(command: readonly string[], stdin?: string) {
    return this.cache.exec(command, { stdin, timeoutMs: this.ctx.env.answerWithinMs });
  }
}

import { DocktopusError } from '@docktopus/core';
import { type Context, Hono } from 'hono';

export type WebhookHandler = (context: Context) => Promise<Response>;

/** Collects the routes of all webhooks of a runner, before its HTTP server starts. */
export class WebhookMount {
  readonly app = new Hono();
  readonly #paths = new Set<string>();

  get size(): number {
    return this.#paths.size;
  }

  /** @throws DocktopusError `runner.invalid` when the path is taken or is not one. */
  post(path: string, handler: WebhookHandler): void {
    if (!/^\/[\w\-./~%]*$/.test(path) || this.#paths.has(path)) {
      throw new DocktopusError('runner.invalid', {
        operation: 'webhook',
        subject: path,
        reason: this.#paths.has(path)
          ? 'two webhooks have this path'
          : 'a path begins with a slash and has no pattern',
      });
    }
    this.#paths.add(path);
    this.app.post(path, handler);
    this.app.all(path, (context) =>
      context.json({ error: { message: 'POST only' } }, 405, { allow: 'POST' }),
    );
  }
}

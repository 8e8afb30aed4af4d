import { type BlueprintRunner, type MountedHttp, type MountHttpOptions, urlBelow } from '@docktopus/runner';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { routeUpgrades, takeOver } from './upgrades.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The runner of the blueprint, once the application is ready: `app.docktopus.call(…)`. */
    docktopus: BlueprintRunner;
  }
}

/** Options of the plugin. */
export interface DocktopusOptions {
  /** Not started yet; or a blueprint that was written as functions. */
  readonly runner: BlueprintRunner | { readonly runner: BlueprintRunner };
  /** Where on the application's server it is served: `/ops`. Without it, nothing is served. */
  readonly prefix?: string | undefined;
  /** What is served there besides webhooks. */
  readonly http?: MountHttpOptions | undefined;
}

/** The name by which Fastify's own mark says that a plugin decorates the application and not a part of it. */
const SKIP_OVERRIDE = Symbol.for('skip-override');
const DISPLAY_NAME = Symbol.for('fastify.display-name');

/**
 * Runs a blueprint with a Fastify application, `app.register(docktopus, { runner, prefix: '/ops' })`: it starts before the
 * application is ready, stops when the application closes, and is served below `prefix`, behind the hooks that the
 * application has by then. The runner is `app.docktopus`.
 */
export const docktopus: FastifyPluginAsync<DocktopusOptions> = async (app, { prefix, http, ...options }) => {
  const runner = 'runner' in options.runner ? options.runner.runner : options.runner;
  app.decorate('docktopus', runner);
  const folder = prefix?.replace(/\/+$/, '');
  const mounted = folder === undefined ? undefined : serve(app, runner, folder, http);
  app.addHook('onReady', async () => {
    await runner.start();
    // With a listener, Node would hand over every request that offers an upgrade, such as those of `curl --http2`.
    if (folder !== undefined && mounted?.takesUpgrades) routeUpgrades(app, `${app.prefix}${folder}`);
  });
  // Before the server closes, so that open streams of calls end.
  app.addHook('preClose', () => runner.stop());
};

Object.assign(docktopus, { [SKIP_OVERRIDE]: true, [DISPLAY_NAME]: '@docktopus/fastify' });

function serve(
  app: FastifyInstance,
  runner: BlueprintRunner,
  prefix: string,
  http: DocktopusOptions['http'],
): MountedHttp {
  const mounted = runner.mount(http);
  void app.register(
    async (scope) => {
      // The runner reads bodies itself: signatures are over their bytes.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.all('/*', (request, reply) => {
        reply.hijack();
        const incoming = request.raw;
        // The runner knows nothing of the prefix, nor of those that plugins around this one have.
        incoming.url = urlBelow(incoming.url ?? '/', `${scope.prefix}/*`);
        if (!takeOver(mounted, incoming, reply.raw)) mounted.middleware(incoming, reply.raw);
      });
    },
    { prefix },
  );
  return mounted;
}

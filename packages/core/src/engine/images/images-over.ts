import type { Readable } from 'node:stream';
import { isDocktopusError } from '../../errors/index.ts';
import { engineSays } from '../calls/answers.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import type { Call } from '../calls/running-call.ts';
import { translated } from '../calls/translated.ts';
import { buildImage } from './build/build-image.ts';
import { imageName, referencePath } from './image-reference.ts';
import type { ImageInspect, ImageListEntry, Images } from './images.ts';
import { loadImages } from './load-images.ts';
import { ImageActivities } from './progress/image-activities.ts';
import { pushImage } from './push-image.ts';
import { SharedPulls } from './shared-pulls.ts';

/** {@link Images} over dockerode's methods. */
export function imagesOver(calls: EngineCalls): Images {
  const { dockerode } = calls;
  const activities = new ImageActivities();
  const image = (reference: string, call: Call) =>
    dockerode.getImage(referencePath(reference, call.operation));
  const images: Omit<Images, 'pull' | 'startPull'> = {
    activity$: activities.activity$,

    async inspect(reference, options) {
      const call = imageCall('inspect', reference, options);
      return calls.ask<ImageInspect>(call, (abortSignal) => image(reference, call).inspect({ abortSignal }));
    },

    async exists(reference, options) {
      try {
        await images.inspect(reference, options);
        return true;
      } catch (error) {
        if (isDocktopusError(error, 'image.not-found')) return false;
        throw error;
      }
    },

    async list({ all = false, filters, ...options } = {}) {
      const call = { operation: 'images.list', options };
      const query = { all, ...(filters === undefined ? {} : { filters: JSON.stringify(filters) }) };
      return calls.ask<readonly ImageListEntry[]>(call, (abortSignal) =>
        dockerode.listImages({ _query: query, abortSignal }),
      );
    },

    async remove(reference, { force = false, keepUntaggedParents = false, ...options } = {}) {
      const call = imageCall('remove', reference, options);
      const query = { force, noprune: keepUntaggedParents };
      try {
        await calls.run(call, (abortSignal) => image(reference, call).remove({ _query: query, abortSignal }));
        return 'removed';
      } catch (error) {
        if (engineSays(error, 'image.not-found')) return 'gone';
        throw error;
      }
    },

    async tag(reference, name, options) {
      const call = imageCall('tag', reference, options);
      const { repository, tag } = imageName(name, call.operation);
      await calls.run(call, (abortSignal) =>
        image(reference, call).tag({ _query: { repo: repository, tag }, abortSignal }),
      );
    },

    push: (reference, options) =>
      activities.track('push', reference, (advance) => pushImage(calls, reference, advance, options)),
    load: (archive, options) => loadImages(calls, archive, options),

    async save(references, options) {
      const call = { ...imageCall('save', references.join(' '), options) };
      const names = references.map((reference) => referencePath(reference, call.operation));
      return translated(
        await calls.open<Readable>(call, 'beginning', (abortSignal) =>
          dockerode.getImages({ _query: { names }, abortSignal }),
        ),
      );
    },

    build: (folder, options) =>
      activities.track('build', options?.tags?.[0] ?? folder, (advance) =>
        buildImage(calls, images.inspect, folder, advance, options),
      ),
  };
  const pulls = new SharedPulls(calls, activities, images.inspect);
  return {
    ...images,
    async pull(reference, options = {}) {
      return pulls.start(reference, options).completed;
    },
    startPull(reference, options = {}) {
      const pull = pulls.start(reference, options);
      // Whoever only watches the progress learns of a failure there.
      pull.completed.catch(() => undefined);
      return pull;
    },
  };
}

function imageCall(verb: string, reference: string, options: Call['options']): Call {
  return { operation: `images.${verb}`, subject: reference, notFound: 'image.not-found', options };
}

import { isDocktopusError } from '../../errors/index.ts';
import { checkOptions } from '../../input/index.ts';
import { checkedCalls } from '../calls/checked-calls.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import { SILENCE_MS } from '../calls/open-stream.ts';
import { isEngineRefusal } from '../calls/refusal-text.ts';
import type { Call } from '../calls/running-call.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import type { BuildImages } from './build/pull-bases.ts';
import type { ImageInspect } from './image-inspect.ts';
import { IMAGE_OPTIONS, PULL_OPTIONS } from './image-options.ts';
import { imageName, referencePath } from './image-reference.ts';
import type { ImageListEntry, Images } from './images.ts';
import { ImageActivities } from './progress/image-activities.ts';
import { SharedPulls } from './shared-pulls.ts';

/** {@link Images} one request each. */
export function imagesOver(calls: EngineCalls, version: () => EngineVersion): Images {
  const activities = new ImageActivities();
  const images: Omit<Images, 'pull' | 'startPull'> = {
    activity$: activities.activity$,

    async inspect(reference, options) {
      const call = imageCall('inspect', reference, options);
      return calls.ask<ImageInspect>(call, { path: imagePath(reference, '/json', call) });
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
      return calls.ask<readonly ImageListEntry[]>(call, { path: '/images/json', query: { all, filters } });
    },

    async remove(reference, { force = false, keepUntaggedParents = false, ...options } = {}) {
      const call = imageCall('remove', reference, options);
      const query = { force, noprune: keepUntaggedParents };
      try {
        await calls.tell(call, { method: 'DELETE', path: imagePath(reference, '', call), query });
        return 'removed';
      } catch (error) {
        if (isEngineRefusal(error, 'image.not-found')) return 'gone';
        throw error;
      }
    },

    async tag(reference, name, options) {
      const call = imageCall('tag', reference, options);
      const { repository, tag } = imageName(name, call.operation);
      await calls.tell(call, {
        method: 'POST',
        path: imagePath(reference, '/tag', call),
        query: { repo: repository, tag },
      });
    },

    push: (reference, options) =>
      activities.track('push', reference, async (advance) => {
        const { pushImage } = await import('./push-image.ts');
        return pushImage(calls, reference, advance, options);
      }),
    async load(archive, options) {
      const { loadImages } = await import('./load-images.ts');
      return loadImages(calls, archive, options);
    },

    async save(references, options) {
      const call = { ...imageCall('save', references.join(' '), options) };
      const names = references.map((reference) => referencePath(reference, call.operation));
      const stream = await calls.open(call, 'beginning', { path: '/images/get', query: { names } });
      return stream.toReadable(SILENCE_MS);
    },

    build: (folder, options) =>
      activities.track('build', options?.tags?.[0] ?? folder, async (advance) => {
        const { buildImage } = await import('./build/build-image.ts');
        return buildImage(calls, { inspect: images.inspect, pull, version }, folder, advance, options);
      }),
  };
  const pulls = new SharedPulls(calls, activities, images.inspect);
  const pull: BuildImages['pull'] = (reference, platform, signal) =>
    pulls.start(reference, { platform, signal }).completed;
  const all: Images = {
    ...images,
    async pull(reference, options = {}) {
      return pulls.start(reference, options).completed;
    },
    startPull(reference, options = {}) {
      checkOptions(options, PULL_OPTIONS, 'images.startPull', reference);
      const pull = pulls.start(reference, options);
      // A caller that only watches the progress sees the failure there.
      pull.completed.catch(() => undefined);
      return pull;
    },
  };
  return checkedCalls(all, 'images', IMAGE_OPTIONS);
}

function imagePath(reference: string, action: string, { operation }: Call): string {
  return `/images/${referencePath(reference, operation)}${action}`;
}

function imageCall(verb: string, reference: string, options: Call['options']): Call {
  return { operation: `images.${verb}`, subject: reference, notFound: 'image.not-found', options };
}

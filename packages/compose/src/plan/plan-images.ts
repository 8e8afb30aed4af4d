import type { Service } from '../schema/index.ts';
import { parseDuration } from '../syntax/index.ts';
import type { ObservedImage } from './observed-project.ts';
import type { UpPlanning } from './up-planning.ts';

/** What a service's image is called: one that is built has a name of the project if the file gives none. */
export function imageOf(project: string, name: string, { image }: Service): string {
  return image ?? `${project}-${name}`;
}

/** What the engine says about the image of a service. */
export interface FoundImage {
  readonly id: string;
  /** When the name was last given to it; nothing when the engine does not know. */
  readonly taggedAt: Date | undefined;
}

export interface ImageOptions {
  /** Builds the images of services that have a build, also when they are there. @default false */
  readonly build?: boolean | undefined;
  /** Instead of what the services say. */
  readonly pull?: 'always' | 'missing' | 'never' | undefined;
}

/** Whether an image is pulled or built before containers are created from it. */
export function decideImage(
  service: Service,
  found: FoundImage | undefined,
  { build = false, pull }: ImageOptions,
  now: Date,
): ObservedImage {
  const policy = pull ?? service.pull_policy ?? 'missing';
  const id = found?.id;
  if (service.provider !== undefined) return { id };
  if (service.build !== undefined) {
    if (build) return { id, need: { op: 'build', cause: 'a build is asked for' } };
    if (policy === 'build') return { id, need: { op: 'build', cause: 'its pull policy is build' } };
    return found ? { id } : { id, need: { op: 'build', cause: 'there is no such image yet' } };
  }
  if (policy === 'never') return { id };
  if (policy === 'always') return { id, need: { op: 'pull', cause: 'its pull policy is always' } };
  if (found === undefined) return { id, need: { op: 'pull', cause: 'there is no such image yet' } };
  return isStale(policy, found, now)
    ? { id, need: { op: 'pull', cause: `its pull policy is ${policy}` } }
    : { id };
}

const DAY_MS = 24 * 60 * 60 * 1000;

function isStale(policy: string, { taggedAt }: FoundImage, now: Date): boolean {
  const most = mostAgeMs(policy);
  return most !== undefined && (taggedAt === undefined || now.getTime() - taggedAt.getTime() >= most);
}

function mostAgeMs(policy: string): number | undefined {
  if (policy === 'daily') return DAY_MS;
  if (policy === 'weekly') return 7 * DAY_MS;
  if (!policy.startsWith('every_')) return undefined;
  // Days and weeks are no units of other durations.
  const text = policy.slice('every_'.length);
  const hours = text
    .replace(/(\d+)w/g, (_, weeks) => `${weeks * 7 * 24}h`)
    .replace(/(\d+)d/g, (_, days) => `${days * 24}h`);
  const duration = parseDuration(hours);
  return duration.ok ? Number(duration.value / 1_000_000n) : undefined;
}

/** Pulls and builds; services of one image share its pull. */
export function planImages(planning: UpPlanning): void {
  const { model, observed } = planning;
  const pulls = new Map<string, string>();
  for (const name of Object.keys(model.services).sort()) {
    const need = Object.hasOwn(observed.images, name) ? observed.images[name]!.need : undefined;
    if (need === undefined) continue;
    const service = planning.service(name);
    const image = imageOf(model.name, name, service);
    if (need.op === 'build') planning.imageSteps.set(name, planBuild(planning, name, image, need.cause));
    else {
      const platform = service.platform;
      const id = platform === undefined ? image : `${image} ${platform}`;
      const step = pulls.get(id) ?? planPull(planning, image, platform, need.cause);
      pulls.set(id, step);
      planning.imageSteps.set(name, step);
    }
  }
}

function planPull({ draft }: UpPlanning, image: string, platform: string | undefined, cause: string): string {
  return draft.add({
    id: `pull ${image}`,
    op: 'pull',
    resource: { kind: 'image', name: image },
    image,
    platform,
    cause,
  });
}

function planBuild({ draft }: UpPlanning, service: string, image: string, cause: string): string {
  return draft.add({
    id: `build ${service}`,
    op: 'build',
    resource: { kind: 'image', name: image },
    detail: `as ${image}`,
    service,
    cause,
  });
}

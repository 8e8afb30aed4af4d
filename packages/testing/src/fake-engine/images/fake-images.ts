import { createHash } from 'node:crypto';
import type { EventLog } from '../event-log.ts';
import type { FakeClock } from '../fake-clock.ts';
import { conflict, notFound } from '../http/engine-failure.ts';
import type { FakeImage, FakeImageScript } from './fake-image.ts';
import { familiarReference } from './image-reference.ts';

/** The images of the fake engine: those it has, and the scripts of those that it could pull. */
export class FakeImages {
  readonly #clock: FakeClock;
  readonly #events: EventLog;
  readonly #scripts = new Map<string, FakeImageScript>();
  #images: FakeImage[] = [];

  constructor(clock: FakeClock, events: EventLog) {
    this.#clock = clock;
    this.#events = events;
  }

  /** Says what an image does; it is there at once unless the script says otherwise. */
  define(reference: string, script: FakeImageScript): void {
    const name = familiarReference(reference);
    this.#scripts.set(name, script);
    if (script.local !== false) this.#put(name, script);
  }

  get all(): readonly FakeImage[] {
    return this.#images;
  }

  find(reference: string): FakeImage | undefined {
    const name = familiarReference(reference);
    const hex = reference.replace(/^sha256:/, '');
    const byId = /^[0-9a-f]{4,64}$/.test(hex)
      ? (image: FakeImage) => image.id.startsWith(`sha256:${hex}`)
      : () => false;
    return this.#images.find(({ tags }) => tags.includes(name)) ?? this.#images.find(byId);
  }

  /** @throws EngineFailure 404 */
  get(reference: string): FakeImage {
    const image = this.find(reference);
    if (image === undefined) throw notFound(`No such image: ${familiarReference(reference)}`);
    return image;
  }

  /** What a registry would give for this reference: the script that was defined, or a service that says nothing. */
  pull(reference: string): { readonly image: FakeImage; readonly fresh: boolean } {
    const name = familiarReference(reference);
    const before = this.find(name);
    const image = before ?? this.#put(name, this.#scripts.get(name) ?? { run: silentService });
    this.#events.emit({
      type: 'image',
      action: 'pull',
      id: name,
      attributes: attributesOf(image, repository(name)),
    });
    return { image, fresh: before === undefined };
  }

  tag(reference: string, name: string): void {
    const image = this.get(reference);
    const wanted = familiarReference(name);
    this.#untagOthers(wanted, image);
    this.#replace(image, { ...image, tags: [...new Set([...image.tags, wanted])] });
    this.#events.emit({
      type: 'image',
      action: 'tag',
      id: image.id,
      attributes: attributesOf(image, wanted),
    });
  }

  /** @returns the engine's account of what was untagged and deleted. */
  remove(reference: string, force: boolean, usedBy: (image: FakeImage) => ImageUse | undefined): object[] {
    const image = this.get(reference);
    const name = familiarReference(reference);
    const use = usedBy(image);
    if (!image.tags.includes(name)) {
      refuseById(image, force, use);
      return this.#delete(image);
    }
    if (image.tags.length > 1) return [this.#untag(image, name)];
    if (use !== undefined && !force) {
      const user = `container ${use.id.slice(0, 12)} is using its referenced image ${shortId(image)}`;
      throw conflict(`conflict: unable to remove repository reference "${reference}" (must force) - ${user}`);
    }
    return use === undefined ? this.#delete(image) : [this.#untag(image, name)];
  }

  /** Records what a build has made. */
  build(tags: readonly string[], labels: Readonly<Record<string, string>>, from: FakeImageScript): FakeImage {
    const script = { ...from, labels: { ...from.labels, ...labels } };
    const id = newId(`${this.#clock.nowNano()}`);
    const image = { id, created: this.#clock.now(), tags: [], script };
    this.#images = [...this.#images, image];
    for (const tag of tags) this.tag(id, tag);
    return this.get(id);
  }

  #put(name: string, script: FakeImageScript): FakeImage {
    const image = { id: newId(name), created: this.#clock.now(), tags: [name], script };
    this.#untagOthers(name, image);
    this.#images = [...this.#images.filter(({ id }) => id !== image.id), image];
    return image;
  }

  #delete(image: FakeImage): object[] {
    const untagged = image.tags.map((tag) => this.#untag(image, tag));
    this.#images = this.#images.filter(({ id }) => id !== image.id);
    this.#events.emit({ type: 'image', action: 'delete', id: image.id, attributes: { name: image.id } });
    return [...untagged, { Deleted: image.id }];
  }

  #untagOthers(name: string, than: FakeImage): void {
    const other = this.#images.find(({ id, tags }) => id !== than.id && tags.includes(name));
    if (other !== undefined)
      this.#replace(other, { ...other, tags: other.tags.filter((tag) => tag !== name) });
  }

  #untag(image: FakeImage, name: string): object {
    const current = this.get(image.id);
    this.#replace(current, { ...current, tags: current.tags.filter((tag) => tag !== name) });
    this.#events.emit({
      type: 'image',
      action: 'untag',
      id: image.id,
      attributes: attributesOf(image, image.id),
    });
    return { Untagged: name };
  }

  #replace(before: FakeImage, after: FakeImage): void {
    this.#images = this.#images.map((image) => (image.id === before.id ? after : image));
  }
}

/** A container that keeps an image from being removed. */
export interface ImageUse {
  readonly id: string;
  readonly running: boolean;
}

/** @throws EngineFailure 409 for an image that is asked for by its id and is needed. */
function refuseById(image: FakeImage, force: boolean, use: ImageUse | undefined): void {
  const refuse = (remedy: string, reason: string) =>
    conflict(`conflict: unable to delete ${shortId(image)} (${remedy}) - image is ${reason}`);
  const user = `container ${use?.id.slice(0, 12)}`;
  if (use?.running) throw refuse('cannot be forced', `being used by running ${user}`);
  if (use !== undefined && !force) throw refuse('must be forced', `being used by stopped ${user}`);
  if (new Set(image.tags.map(repository)).size > 1 && !force) {
    throw refuse('must be forced', 'referenced in multiple repositories');
  }
}

function shortId({ id }: FakeImage): string {
  return id.slice(7, 19);
}

/** Runs until it is told to stop, as most services do. */
async function silentService(process: Parameters<NonNullable<FakeImageScript['run']>>[0]): Promise<never> {
  process.onSignal('SIGTERM', () => process.exit(0));
  return process.forever();
}

function newId(seed: string): string {
  return `sha256:${createHash('sha256').update(seed).digest('hex')}`;
}

function repository(name: string): string {
  return name.replace(/:[^/:]*$/, '');
}

function attributesOf(image: FakeImage, name: string): Record<string, string> {
  return { ...image.script.labels, name };
}

import { PassThrough } from 'node:stream';
import { extract } from 'tar-stream';
import type { FakeContainers } from '../containers/fake-containers.ts';
import { badRequest, EngineFailure, notFound } from '../http/engine-failure.ts';
import { type FakeFilters, isTrue, matchesLabels, parseFilters } from '../http/query.ts';
import { empty, json, type Reply, stream } from '../http/reply.ts';
import { readBody } from '../http/request-body.ts';
import type { RouteCall, RouteTable } from '../http/route-table.ts';
import { type FakeImage, imageConfig } from '../images/fake-image.ts';
import type { FakeImages } from '../images/fake-images.ts';
import { familiarReference } from '../images/image-reference.ts';

/** Why the next pulls fail, if they do. */
export type PullFailure = () => { readonly status: number; readonly message: string } | undefined;

/** The calls about images; a build records its tags and labels and takes its behaviour from `FROM`. */
export function imageRoutes(images: FakeImages, containers: FakeContainers, pullFailure: PullFailure) {
  return {
    listImages: [
      'GET',
      '/images/json',
      ({ query }) => {
        const filters = parseFilters(query, ['before', 'dangling', 'label', 'reference', 'since']);
        return json(200, images.all.filter((image) => matches(image, filters)).map(listEntry));
      },
    ],
    pullImage: [
      'POST',
      '/images/create',
      (call) =>
        call.query.get('fromSrc') === '-' ? importImage(images, call) : pull(images, call, pullFailure),
    ],
    pruneImages: ['POST', '/images/prune', () => json(200, { ImagesDeleted: null, SpaceReclaimed: 0 })],
    loadImage: [
      'POST',
      '/images/load',
      async ({ request }) => {
        await readBody(request);
        return json(200, { stream: 'Loaded image' });
      },
    ],
    inspectImage: [
      'GET',
      '/images/{name*}/json',
      ({ params }) => {
        const name = params[0] ?? '';
        const image = images.find(name);
        if (image === undefined)
          throw notFound(`no such image: ${name}: No such image: ${familiarReference(name)}`);
        return json(200, inspectView(image));
      },
    ],
    tagImage: [
      'POST',
      '/images/{name*}/tag',
      ({ params, query }) => {
        images.tag(params[0] ?? '', `${query.get('repo') ?? ''}:${query.get('tag') || 'latest'}`);
        return empty(201);
      },
    ],
    removeImage: [
      'DELETE',
      '/images/{name*}',
      ({ params, query }) => {
        const usedBy = (image: FakeImage) => {
          const users = containers.all.filter(({ plan }) => plan.image.id === image.id);
          const user = users.find(({ running }) => running) ?? users[0];
          return user && { id: user.id, running: user.running };
        };
        return json(200, images.remove(params[0] ?? '', isTrue(query, 'force'), usedBy));
      },
    ],
    buildImage: ['POST', '/build', (call) => build(images, call)],
  } satisfies RouteTable;
}

function pull(images: FakeImages, { query }: RouteCall, pullFailure: PullFailure): Reply {
  const from = query.get('fromImage') ?? '';
  if (from === '')
    throw badRequest('the fake engine downloads no archives: give its images with fake.image()');
  const tag = query.get('tag') ?? '';
  const reference = tag === '' ? from : `${from}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
  const failure = pullFailure();
  if (failure !== undefined) throw new EngineFailure(failure.status, failure.message);
  const { image, fresh } = images.pull(reference);
  const [layer, name] = [image.id.slice(7, 19), familiarReference(reference)];
  const lines = [
    { status: `Pulling from library/${name.split(':')[0]}`, id: name.split(':').at(-1) },
    ...(fresh
      ? [
          { status: 'Pulling fs layer', progressDetail: {}, id: layer },
          {
            status: 'Downloading',
            progressDetail: { current: 512, total: 1024 },
            progress: '[=>]',
            id: layer,
          },
          { status: 'Download complete', progressDetail: {}, id: layer },
          { status: 'Pull complete', progressDetail: {}, id: layer },
        ]
      : []),
    { status: `Digest: ${image.id}` },
    {
      status: fresh
        ? `Status: Downloaded newer image for ${name}`
        : `Status: Image is up to date for ${name}`,
    },
  ];
  return progress(lines);
}

/** An image from an archive in the request's body. What is in it has no effect. */
async function importImage(images: FakeImages, { query, request }: RouteCall): Promise<Reply> {
  await readBody(request);
  const repo = query.get('repo') ?? '';
  const { id } = images.build(repo === '' ? [] : [`${repo}:${query.get('tag') || 'latest'}`], {}, {});
  return progress([{ status: id }]);
}

async function build(images: FakeImages, { query, request }: RouteCall): Promise<Reply> {
  const context = await readBody(request);
  const dockerfile = await fileOf(context, query.get('dockerfile') || 'Dockerfile');
  if (dockerfile === undefined) {
    const name = query.get('dockerfile') || 'Dockerfile';
    throw new EngineFailure(500, `Cannot locate specified Dockerfile: ${name}`);
  }
  const from = /^FROM\s+(\S+)/im.exec(dockerfile)?.[1] ?? 'scratch';
  const base = from === 'scratch' ? {} : images.get(from).script;
  const labels = Object.fromEntries(
    Object.entries(JSON.parse(query.get('labels') || '{}')).map(([key, value]) => [key, String(value)]),
  );
  const command = /^CMD\s+(\[.*\])/im.exec(dockerfile)?.[1];
  const script = { ...base, ...(command && { cmd: JSON.parse(command) as string[] }) };
  const image = images.build(query.getAll('t'), labels, script);
  const steps = dockerfile.split('\n').filter((text) => /^[A-Z]+\s/.test(text));
  return progress([
    ...steps.map((step, index) => ({ stream: `Step ${index + 1}/${steps.length} : ${step}\n` })),
    { aux: { ID: image.id } },
    { stream: `Successfully built ${image.id.slice(7, 19)}\n` },
    ...query.getAll('t').map((tag) => ({ stream: `Successfully tagged ${familiarReference(tag)}\n` })),
  ]);
}

async function fileOf(archive: Buffer, name: string): Promise<string | undefined> {
  const entries = extract();
  entries.end(archive);
  let found: string | undefined;
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entry.header.name.replace(/^\.\//, '') === name) found = Buffer.concat(chunks).toString();
  }
  return found;
}

function progress(lines: readonly object[]): Reply {
  const body = new PassThrough();
  for (const line of lines) body.write(`${JSON.stringify(line)}\r\n`);
  body.end();
  return stream(body, 'application/json');
}

function matches({ tags, script }: FakeImage, filters: FakeFilters): boolean {
  const references = filters.get('reference') ?? [];
  const named = (pattern: string) => {
    const expression = new RegExp(
      `^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*')}$`,
    );
    return tags.some((tag) => expression.test(tag) || expression.test(tag.replace(/:[^:/]*$/, '')));
  };
  const dangling = filters.get('dangling')?.[0];
  return (
    (references.length === 0 || references.some(named)) &&
    (dangling === undefined || (tags.length === 0) === (dangling === 'true' || dangling === '1')) &&
    matchesLabels(script.labels ?? {}, filters.get('label'))
  );
}

function listEntry({ id, created, tags, script }: FakeImage): object {
  return {
    Containers: -1,
    Created: Math.floor(created / 1000),
    Id: id,
    Labels: script.labels ?? null,
    ParentId: '',
    RepoDigests: null,
    RepoTags: tags.length === 0 ? ['<none>:<none>'] : tags,
    SharedSize: -1,
    Size: 1_048_576,
    VirtualSize: 1_048_576,
  };
}

function inspectView(image: FakeImage): object {
  const { id, created, tags } = image;
  return {
    Id: id,
    RepoTags: tags,
    RepoDigests: [],
    Parent: '',
    Comment: '',
    Created: new Date(created).toISOString(),
    DockerVersion: '',
    Author: '',
    Config: imageConfig(image),
    Architecture: 'amd64',
    Os: 'linux',
    Size: 1_048_576,
    VirtualSize: 1_048_576,
    GraphDriver: { Data: {}, Name: 'fake' },
    RootFS: { Type: 'layers', Layers: [id] },
    Metadata: { LastTagTime: new Date(created).toISOString() },
  };
}

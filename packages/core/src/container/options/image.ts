import { isImageId, parseImageReference } from '../../engine/index.ts';
import { parsed, readSyntax } from '../../input/index.ts';
import type { Option } from './option.ts';

export const readImage = readSyntax((text) => {
  if (isImageId(text)) return parsed(text);
  const reference = parseImageReference(text);
  return reference.ok ? parsed(text) : reference;
});

/** An image of Docker Hub by its name in a mirror: `redis:7.4` is `mirror.example.com/hub/library/redis:7.4`. */
export function fromMirror(text: string, mirror: string | undefined): string {
  if (mirror === undefined || isImageId(text)) return text;
  const reference = parseImageReference(text);
  if (!reference.ok || reference.value.domain !== 'docker.io') return text;
  const { path, tag, digest } = reference.value;
  const version = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  return `${mirror.replace(/\/+$/, '')}/${path}${version}`;
}

/** `'redis:7.4'`, `'registry:5000/team/app@sha256:…'`, or an image's id; kept as it was written. */
export const image = {
  calls: {
    image: {
      read: (value, problems, { dockerHubPrefix }) => {
        const text = readImage(value, problems);
        return text === undefined ? undefined : fromMirror(text, dockerHubPrefix);
      },
    },
  },
  body: (reference) => ({ Image: reference }),
  hash: 'body',
  critical: [
    {
      option: 'image',
      consequence: "the tag is 'latest', which may be another image tomorrow",
      write: ".image('name:1.2.3') or .image('name@sha256:…')",
      bites: true,
      isImplicit: ({ image }) => hasFloatingTag(image),
    },
  ],
} satisfies Option<string, { readonly image: string }>;

function hasFloatingTag(image: string): boolean {
  if (isImageId(image)) return false;
  const reference = parseImageReference(image);
  if (!reference.ok || reference.value.digest !== undefined) return false;
  return reference.value.tag === undefined || reference.value.tag === 'latest';
}

import { isImageId, parseImageReference } from '../../engine/index.ts';
import { parsed, readSyntax } from '../../input/index.ts';
import type { Option } from './option.ts';

/** `'redis:7.4'`, `'registry:5000/team/app@sha256:…'`, or an image's id; kept as it was written. */
export const image = {
  calls: {
    image: {
      read: readSyntax((text) => {
        if (isImageId(text)) return parsed(text);
        const reference = parseImageReference(text);
        return reference.ok ? parsed(text) : reference;
      }),
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

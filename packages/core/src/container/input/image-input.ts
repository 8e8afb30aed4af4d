import { isImageId, parseImageReference } from '../../engine/index.ts';
import { parsed, readSyntax } from '../../input/index.ts';

/** An image's name or id, kept as it was written. */
export const readImage = readSyntax((text) => {
  if (isImageId(text)) return parsed(text);
  const reference = parseImageReference(text);
  return reference.ok ? parsed(text) : reference;
});

import { BlueprintEnvironment, type Infer, secret } from '@docktopus/core';
import { z } from 'zod';

/** What an operator may set, as `DOCKTOPUS_MEMORY` and so on. */
export const DatabaseSettings = BlueprintEnvironment.extend({
  /** An image as postgres-image.ts makes it. Without, it is made. */
  image: z.string().optional(),
  memory: z.string().default('256m'),
  /** The path of a file in `DOCKTOPUS_PASSWORD_FILE`, or `DOCKTOPUS_PASSWORD` itself. */
  password: secret(z.string().min(12)),
});

export type DatabaseSettings = Infer<typeof DatabaseSettings>;

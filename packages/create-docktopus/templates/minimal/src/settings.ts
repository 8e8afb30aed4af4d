import { BlueprintEnvironment, type Infer } from '@docktopus/core';
import { z } from 'zod';

/** What an operator may set, as `DOCKTOPUS_IMAGE` and so on: `npx docktopus config` lists all of it. */
export const Settings = BlueprintEnvironment.extend({
  image: z.string().default('busybox:1.36'),
});

export type Settings = Infer<typeof Settings>;

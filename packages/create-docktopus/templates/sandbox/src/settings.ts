import { BlueprintEnvironment, type Infer, secret } from '@docktopus/core';
import { z } from 'zod';

/** What an operator may set, as `DOCKTOPUS_IMAGE` and so on: `npx docktopus config` lists all of it. */
export const Settings = BlueprintEnvironment.extend({
  image: z.string().default('busybox:1.36'),
  /** Callers need it to run programs: `DOCKTOPUS_TOKEN` in `.env`, or a file named by `DOCKTOPUS_TOKEN_FILE`. */
  token: secret(z.string().min(16)),
  timeLimitMs: z.coerce.number().int().default(5_000),
  /** How many sandboxes wait for a program, and how many there are at most. */
  warm: z.coerce.number().int().default(2),
  most: z.coerce.number().int().default(8),
});

export type Settings = Infer<typeof Settings>;

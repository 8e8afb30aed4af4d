import { BlueprintEnvironment, type Infer } from '@docktopus/core';
import { z } from 'zod';

/** What an operator may set, as `DOCKTOPUS_TIME_LIMIT_MS` and so on. */
export const SandboxSettings = BlueprintEnvironment.extend({
  image: z.string().default('docktopus/busybox:1.35'),
  memory: z.string().default('32m'),
  cpus: z.coerce.number().default(0.5),
  processes: z.coerce.number().int().default(32),
  timeLimitMs: z.coerce.number().int().default(5_000),
  outputLimitBytes: z.coerce.number().int().default(65_536),
  /** How many sandboxes wait for a program, and how many there are at most. */
  warm: z.coerce.number().int().default(2),
  most: z.coerce.number().int().default(6),
});

export type SandboxSettings = Infer<typeof SandboxSettings>;

import { BlueprintEnvironment, type Infer } from '@docktopus/core';
import { z } from 'zod';

/** What an operator may set, as `DOCKTOPUS_MAX_VALUE_BYTES` and so on. */
export const CacheSettings = BlueprintEnvironment.extend({
  image: z.string().default('docktopus/busybox:1.35'),
  maxValueBytes: z.coerce.number().int().default(4_096),
  /** How long a value stays when its caller does not say. */
  ttlMs: z.coerce.number().int().default(60_000),
  /** How long the cache may take to answer; a caller can do without a cache, but not wait for one. */
  answerWithinMs: z.coerce.number().int().default(5_000),
});

export type CacheSettings = Infer<typeof CacheSettings>;

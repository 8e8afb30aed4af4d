import { BlueprintEnvironment, type Infer, secret } from '@docktopus/core';
import { z } from 'zod';

/** What an operator may set, as `DOCKTOPUS_READY_WITHIN_MS` and so on. */
export const NodeSettings = BlueprintEnvironment.extend({
  image: z.string().default('docktopus/busybox:1.35'),
  /** `DOCKTOPUS_VALIDATOR_KEY`, or the path of a file in `DOCKTOPUS_VALIDATOR_KEY_FILE`. */
  validatorKey: secret(z.string().min(16)),
  readyWithinMs: z.coerce.number().int().default(15_000),
});

export type NodeSettings = Infer<typeof NodeSettings>;

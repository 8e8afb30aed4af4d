import { test } from 'vitest';
import { expectSmoke, SLOW } from '../bench/smoke.ts';

test.each(SLOW)(
  '%s measures all of its contenders, leaves no container, and no results of a smoke',
  { timeout: 120_000 },
  expectSmoke,
);

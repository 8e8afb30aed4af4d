import assert from 'node:assert/strict';

const PATIENCE_MS = 15_000;

/** Waits for a condition, and fails with `otherwise` when it does not come to hold. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  otherwise: () => string = () => `it did not come to hold: ${condition}`,
): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > endsAt) assert.fail(otherwise());
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

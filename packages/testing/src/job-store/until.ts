import assert from 'node:assert/strict';

/** A busy machine takes its time; what does not come at all is told before the case's own time is up. */
const PATIENCE_MS = 45_000;

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

/** How often to measure: `--smoke` runs each thing once, to see that it runs; `--rounds=N` says it exactly. */
export function rounds(usual: number, smoke = 1): number {
  const [, given] =
    /^--rounds=(\d+)$/.exec(process.argv.find((arg) => arg.startsWith('--rounds=')) ?? '') ?? [];
  if (given !== undefined) return Number(given);
  return isSmoke() ? smoke : usual;
}

export function isSmoke(): boolean {
  return process.argv.includes('--smoke');
}

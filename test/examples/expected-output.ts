/**
 * The text under "## Expected output" in an example's README. In it, `…` stands for any text within a line,
 * and a line of nothing but `…` for any number of lines.
 */
export function expectedOutput(readme: string): string {
  const block = /^## Expected output$[\s\S]*?^```(?:text)?\n([\s\S]*?)^```$/m.exec(readme)?.[1];
  if (block === undefined) throw new Error('the README has no code block under "## Expected output"');
  return block.trimEnd();
}

/** The pattern that output has to match as a whole. */
export function outputPattern(expected: string): RegExp {
  const lines = expected.split('\n').map((line) => {
    if (line.trim() === '…') return '(?:.*\\n)*';
    return `${line.split('…').map(escaped).join('.*')}\\n`;
  });
  return new RegExp(`^${lines.join('')}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The state of a board, as an event id: `<epoch>.<revision>`. */
export function printEventId(epoch: string, revision: number): string {
  return `${epoch}.${revision}`;
}

/** The revision that a client has seen of the board `epoch`; `undefined` for another board and for anything else. */
export function parseEventId(text: string | undefined, epoch: string): number | undefined {
  const [, board, revision] = /^([\w-]{1,64})\.(\d{1,15})$/.exec(text ?? '') ?? [];
  return board === epoch ? Number(revision) : undefined;
}

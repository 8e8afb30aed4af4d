/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/** Takes a stream's text, cut anywhere, and gives its events. */
export class EventParser {
  #rest = '';

  push(text: string): readonly StreamEvent[] {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.map(parseBlock).filter((event) => event !== undefined);
  }
}

function parseBlock(block: string): StreamEvent | undefined {
  let event: string | undefined;
  let id: string | undefined;
  let data = '';
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    const value = line.slice(colon + 2);
    if (line.startsWith('event: ')) event = value;
    else if (line.startsWith('id: ')) id = value;
    else if (line.startsWith('data: ')) data += value;
  }
  return event === undefined ? undefined : { event, data, id };
}

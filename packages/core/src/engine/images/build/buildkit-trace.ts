/** What BuildKit tells in one message of its progress. */
export interface BuildKitProgress {
  readonly steps: readonly BuildKitStep[];
  readonly logs: readonly { readonly step: string; readonly text: string }[];
}

export interface BuildKitStep {
  /** Its digest. */
  readonly id: string;
  /** `'[stage-0 2/3] RUN make'`, `'[internal] load build context'`. */
  readonly name: string;
  readonly started: boolean;
  readonly error: string | undefined;
}

/** A message of `moby.buildkit.trace`: protocol buffers in base64, of which this reads the few fields that people see. */
export function readTrace(aux: unknown): BuildKitProgress {
  if (typeof aux !== 'string') return { steps: [], logs: [] };
  const steps: BuildKitStep[] = [];
  const logs: { readonly step: string; readonly text: string }[] = [];
  for (const [field, message] of fieldsOf(Buffer.from(aux, 'base64'))) {
    const fields = new Map(fieldsOf(message));
    const text = (number: number) => fields.get(number)?.toString('utf8');
    if (field === 1) {
      const [id = '', name = '', error] = [text(1), text(3), text(7)];
      steps.push({ id, name, started: fields.has(5), error });
    } else if (field === 3) logs.push({ step: text(1) ?? '', text: text(4) ?? '' });
  }
  return { steps, logs };
}

/** The fields with a length; numbers are passed over. Ends where the bytes are none of that format. */
function* fieldsOf(bytes: Buffer): Generator<readonly [field: number, content: Buffer]> {
  for (let at = 0; at < bytes.length; ) {
    const [key, afterKey] = varint(bytes, at);
    const [field, wire] = [key >>> 3, key & 7];
    if (wire === 2) {
      const [length, start] = varint(bytes, afterKey);
      yield [field, bytes.subarray(start, start + length)];
      at = start + length;
    } else if (wire === 0) at = varint(bytes, afterKey)[1];
    else if (wire === 1) at = afterKey + 8;
    else if (wire === 5) at = afterKey + 4;
    else return;
  }
}

function varint(bytes: Buffer, start: number): readonly [value: number, end: number] {
  let value = 0;
  for (let at = start, factor = 1; at < bytes.length && at < start + 10; at += 1, factor *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, at + 1];
  }
  return [value, bytes.length];
}

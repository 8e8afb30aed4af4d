/** Why a body cannot be read as it is coded, and how it can be. */
export interface CodingProblem {
  readonly status: 415 | 501;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;
/** All of them are UTF-8, or part of it. */
const READABLE = /^(utf-?8|us-ascii|ascii)$/i;

/** What is wrong with the coding of a body: compressed ones and other alphabets are not read. */
export function codingProblem(header: (name: string) => string | undefined): CodingProblem | undefined {
  const encoding = header('content-encoding')?.trim() ?? '';
  if (!/^(identity)?$/i.test(encoding)) {
    // RFC 9110, 12.5.3: without this header, the client could take the type for what is refused.
    const headers = { 'accept-encoding': 'identity' };
    return { status: 415, message: 'send the body without a Content-Encoding', headers };
  }
  // Node undoes the chunks, and no other coding.
  const transfer = header('transfer-encoding')?.trim() ?? 'chunked';
  if (!/^chunked$/i.test(transfer)) {
    return { status: 501, message: 'send the body without a Transfer-Encoding, or in chunks', headers: {} };
  }
  const charset = CHARSET.exec(header('content-type') ?? '')?.[1] ?? 'utf-8';
  if (!READABLE.test(charset)) return { status: 415, message: 'send the body as UTF-8', headers: {} };
  return undefined;
}

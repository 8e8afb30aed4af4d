import { isRecord } from '../../json/index.ts';
import { type MemberFacts, readMemberFacts } from './member-facts.ts';

/** What a family's file holds. */
export interface FactsDocument {
  readonly blueprint: string;
  readonly family: string;
  /** The boot of the machine under which it was written: another's clock means nothing. */
  readonly boot: string;
  /** Who writes it: a printed session and the nonce of its context. */
  readonly writer: { readonly session: string; readonly nonce: string };
  /** By the hash of the key. */
  readonly members: ReadonlyMap<string, MemberFacts>;
}

const FORMAT = 'docktopus-family/1';

/** Members without a container are remembered for their generation; of those, so many. */
const MOST_REMEMBERED = 20_000;

export function printFactsDocument(document: FactsDocument): string {
  const { members, ...head } = document;
  // One line for each member: a file of a thousand can be read by people and by `grep`.
  const lines = [...members]
    .slice(-MOST_REMEMBERED)
    .map(([hash, facts]) => `${JSON.stringify(hash)}:${JSON.stringify(facts)}`);
  return `{"format":${JSON.stringify(FORMAT)},${JSON.stringify(head).slice(1, -1)},"members":{\n${lines.join(',\n')}\n}}\n`;
}

/** The document in `text`, or why there is none in it. */
export function parseFactsDocument(text: string, blueprint: string, family: string): FactsDocument | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not whole JSON';
  }
  if (!isRecord(value) || value.format !== FORMAT) return `it is not in the format ${FORMAT}`;
  const { writer, members, boot } = value;
  if (value.blueprint !== blueprint || value.family !== family) return 'it belongs to another family';
  if (!isRecord(writer) || typeof writer.session !== 'string' || typeof writer.nonce !== 'string') {
    return 'it does not say who has written it';
  }
  const read = new Map<string, MemberFacts>();
  for (const [hash, entry] of isRecord(members) ? Object.entries(members) : []) {
    const facts = readMemberFacts(entry);
    if (facts !== undefined) read.set(hash, facts);
  }
  return {
    blueprint,
    family,
    boot: typeof boot === 'string' ? boot : '',
    writer: { session: writer.session, nonce: writer.nonce },
    members: read,
  };
}

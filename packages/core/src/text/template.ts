/** What `${NAME…}` does when the variable is unset (or empty, with the colon) or set. */
export type TemplateOperator = ':-' | '-' | ':?' | '?' | ':+' | '+';

/** `$NAME`, `${NAME}` or `${NAME<operator><operand>}`. */
export interface TemplateReference {
  readonly name: string;
  readonly operator?: TemplateOperator;
  /** A nested template: a default, an alternative, or the text of an error. */
  readonly operand: string;
}

export type TemplatePart = string | TemplateReference;

/** A template's parts in order; `problem` says why it is none. */
export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly TemplatePart[] }
  | { readonly ok: false; readonly problem: string };

const NAMED = /\$(?:(?<escaped>\$)|(?<named>[_a-z][_a-z0-9]*)|(?<braced>\{))/giy;
const REFERENCE = /(?<name>[_a-z][_a-z0-9]*)(?:(?<close>\})|(?<operator>:?[-+?]))/iy;

/**
 * Takes a template apart as Compose does: `$NAME`, `${NAME}`, six operators whose operand nests, and `$$` for `$`.
 *
 * As there, an operand ends on its line, at the brace that balances the first one; when none does, at the line's last brace.
 */
export function parseTemplate(template: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let literal = '';
  const add = (reference: TemplateReference) => {
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(reference);
  };
  let at = 0;
  for (let next = template.indexOf('$'); next !== -1; next = template.indexOf('$', at)) {
    literal += template.slice(at, next);
    NAMED.lastIndex = next;
    const match = NAMED.exec(template)?.groups;
    if (match === undefined) {
      literal += '$';
      at = next + 1;
    } else if (match.braced === undefined) {
      if (match.named === undefined) literal += '$';
      else add({ name: match.named, operand: '' });
      at = NAMED.lastIndex;
    } else {
      const braced = parseBraced(template, next + 2);
      if (braced === undefined) return { ok: false, problem: problemAt(template, next) };
      add(braced.reference);
      at = braced.end;
    }
  }
  literal += template.slice(at);
  if (literal !== '') parts.push(literal);
  return { ok: true, parts };
}

function parseBraced(
  template: string,
  from: number,
): { reference: TemplateReference; end: number } | undefined {
  REFERENCE.lastIndex = from;
  const match = REFERENCE.exec(template)?.groups;
  if (match?.name === undefined) return undefined;
  if (match.close !== undefined)
    return { reference: { name: match.name, operand: '' }, end: REFERENCE.lastIndex };
  const start = REFERENCE.lastIndex;
  const lineEnd = template.indexOf('\n', start);
  const line = lineEnd === -1 ? template.length : lineEnd;
  const last = template.lastIndexOf('}', line - 1);
  if (last < start) return undefined;
  const close = balancingBrace(template, from - 1, last) ?? last;
  if (close < start) return undefined;
  const operator = match.operator as TemplateOperator;
  return { reference: { name: match.name, operator, operand: template.slice(start, close) }, end: close + 1 };
}

/** Compose looks past the character behind an opening brace, so that `{}` counts as one that stays open. */
function balancingBrace(template: string, from: number, to: number): number | undefined {
  let open = 0;
  for (let at = from; at <= to; at++) {
    if (template[at] === '}' && --open === 0) return at;
    if (template[at] === '{') {
      open++;
      at++;
    }
  }
  return undefined;
}

function problemAt(template: string, at: number): string {
  const rest = template.slice(at, at + 40);
  return `${JSON.stringify(rest)} is not a variable: write \${NAME}, \${NAME:-default}, or $$ for a dollar sign`;
}

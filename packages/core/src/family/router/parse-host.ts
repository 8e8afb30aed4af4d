/** What a host name says: whose, and which port of theirs. */
export interface HostTarget {
  readonly slug: string;
  /** `undefined` when the host names none. */
  readonly port: number | undefined;
}

/** A pattern of host names with one label for the key: `'*.preview.example'`. */
export interface HostPattern {
  /** `undefined` for a host that is not one of the pattern's. */
  parse(host: string | undefined): HostTarget | undefined;
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** Slugs begin with a letter, so that a number in front is a port. */
const TARGET = /^(?:(\d{1,5})-)?([a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)$/;

/** Reads a pattern; `undefined` for text that is none. */
export function hostPattern(pattern: string): HostPattern | undefined {
  const [star, ...domain] = pattern.toLowerCase().split('.');
  const isDomain = domain.length > 0 && domain.every((label) => label.length <= 63 && LABEL.test(label));
  if (star !== '*' || !isDomain || pattern.length > 250) return undefined;
  const suffix = `.${domain.join('.')}`;
  return { parse: (host) => parseHost(host, suffix) };
}

function parseHost(host: string | undefined, suffix: string): HostTarget | undefined {
  if (host === undefined || host.length > 300) return undefined;
  // The port that the client has connected to, and the dot that ends an absolute name, say nothing about the target.
  const name = host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
  if (!name.endsWith(suffix)) return undefined;
  const label = name.slice(0, -suffix.length);
  const [, digits, slug] = (label.length <= 63 && TARGET.exec(label)) || [];
  if (slug === undefined) return undefined;
  const port = digits === undefined ? undefined : Number(digits);
  return port === 0 || (port ?? 1) > 65_535 ? undefined : { slug, port };
}

import { type Parsed, parsed, refused } from './parsed.ts';

/** One mount in the long form. */
export interface VolumeEntry {
  readonly type: 'bind' | 'volume';
  readonly source?: string;
  readonly target: string;
  readonly read_only?: true;
  readonly bind?: {
    readonly selinux?: string;
    readonly propagation?: string;
    readonly create_host_path?: true;
  };
  readonly volume?: { readonly nocopy?: true };
}

const PROPAGATIONS = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/**
 * `[source:]target[:options]`. A source that begins with `.`, `/`, `~` or a Windows drive is a host path, another one a volume.
 *
 * As in Docker Compose, an option that it does not know is left out.
 */
export function parseVolume(text: string): Parsed<VolumeEntry> {
  if (text === '') return refused('source:target, or a target alone');
  if ([...text].length <= 2) return parsed({ type: 'volume', target: text });
  const parts = splitAtColons(text);
  if (parts.some((part) => part === '')) return refused('source:target:options without an empty part');
  if (parts.length > 3) return refused('at most source:target:options');
  const [first = '', target, options = ''] = parts;
  if (target === undefined) return parsed({ type: 'volume', target: first, volume: {} });
  return parsed(mount(first, target, options.split(',')));
}

function mount(source: string, target: string, options: readonly string[]): VolumeEntry {
  const readOnly = options.findLast((option) => option === 'ro' || option === 'rw') === 'ro';
  const shared = { source, target, ...(readOnly ? { read_only: true as const } : {}) };
  const selinux = options.findLast((option) => option === 'z' || option === 'Z');
  const propagation = options.findLast((option) => PROPAGATIONS.includes(option));
  const bind = {
    ...(selinux === undefined ? {} : { selinux }),
    ...(propagation === undefined ? {} : { propagation }),
  };
  const noCopy = options.includes('nocopy');
  const volume = noCopy ? { nocopy: true as const } : {};
  if (isHostPath(source)) {
    return {
      type: 'bind',
      ...shared,
      bind: { ...bind, create_host_path: true },
      ...(noCopy ? { volume } : {}),
    };
  }
  return { type: 'volume', ...shared, ...(Object.keys(bind).length === 0 ? {} : { bind }), volume };
}

/** Colons of a Windows drive and of a `${…}` that is still there do not separate. */
function splitAtColons(text: string): readonly string[] {
  const parts: string[] = [];
  const characters = [...text];
  let part: string[] = [];
  let depth = 0;
  for (const [index, character] of characters.entries()) {
    if (character === '$' && characters[index + 1] === '{') depth++;
    else if (character === '}' && depth > 0) depth--;
    if (character !== ':' || depth > 0 || (part.length === 1 && /\p{L}/u.test(part[0]!)))
      part.push(character);
    else {
      parts.push(part.join(''));
      part = [];
    }
  }
  return [...parts, part.join('')];
}

function isHostPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source);
}

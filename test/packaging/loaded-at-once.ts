import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The bundled files that are loaded at once: what they load in turn by a call comes later. */
export function loadedAtOnce(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(
    /(?:^|[;}])(?:import|export)[\w$*{},\s]*?from"([^"]+)"|(?:^|;)import"([^"]+)"/gm,
  )) {
    if (specifier.startsWith('.')) loadedAtOnce(join(dirname(file), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}

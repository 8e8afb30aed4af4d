import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onHost } from '../../host/index.ts';
import { type FactsDocument, parseFactsDocument, printFactsDocument } from './facts-document.ts';

/** More than a family of many thousands needs: what is larger is somebody else's. */
const LARGEST_BYTES = 64 << 20;

/** What was found where a family's file belongs. */
export type FactsFound =
  | { readonly found: 'document'; readonly document: FactsDocument }
  | { readonly found: 'nothing' }
  /** Something that cannot be read; it was moved to `movedTo`, or could not even be moved. */
  | { readonly found: 'unreadable'; readonly why: string; readonly movedTo: string | undefined };

/** A family's file: replaced as a whole or not at all, so that no reader ever sees half of it. */
export class FactsFile {
  readonly path: string;
  readonly #blueprint: string;
  readonly #family: string;

  constructor(dataDir: string, blueprint: string, family: string) {
    this.path = join(dataDir, 'families', `${family}.json`);
    this.#blueprint = blueprint;
    this.#family = family;
  }

  /** Reads it. What is not a family's file is moved aside and kept for people to look at. */
  async read(): Promise<FactsFound> {
    let why: string;
    try {
      const { size } = await stat(this.path);
      if (size > LARGEST_BYTES) why = `it has ${size} bytes, at most ${LARGEST_BYTES} were expected`;
      else {
        const document = parseFactsDocument(await readFile(this.path, 'utf8'), this.#blueprint, this.#family);
        if (typeof document !== 'string') return { found: 'document', document };
        why = document;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { found: 'nothing' };
      why = (error as Error).message;
    }
    return { found: 'unreadable', why, movedTo: await this.#moveAside() };
  }

  /** Replaces it; what was there stays when that fails. */
  write(document: FactsDocument): Promise<void> {
    return onHost({ operation: 'family.store', path: this.path, to: 'write' }, () => this.#replace(document));
  }

  async #replace(document: FactsDocument): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const draft = `${this.path}.new`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(printFactsDocument(document));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.path);
  }

  async #moveAside(): Promise<string | undefined> {
    const aside = `${this.path}.unreadable`;
    try {
      await rename(this.path, aside);
      return aside;
    } catch {
      // A directory that cannot be written: the next write says so.
      return undefined;
    }
  }
}

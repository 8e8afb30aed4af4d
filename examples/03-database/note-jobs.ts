import { body, job } from '@docktopus/runner';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { DatabaseContext } from './database-context.ts';

export const NewNote = z.object({ text: z.string().min(1).max(10_000) });

export type NewNote = z.infer<typeof NewNote>;

@injectable()
export class NoteJobs {
  constructor(@inject(DatabaseContext) private readonly ctx: DatabaseContext) {}

  /** Resolves once the note is on disk. */
  @job('addNote')
  async addNote(@body(NewNote) { text }: NewNote) {
    const insert = 'INSERT INTO note (text) VALUES ($1) RETURNING id';
    const { rows } = await this.ctx.sql.query<{ id: number }>(insert, [text]);
    return rows[0];
  }

  @job('listNotes')
  async listNotes() {
    const { rows } = await this.ctx.sql.query<{ id: number; text: string }>(
      'SELECT id, text FROM note ORDER BY id',
    );
    return rows;
  }

  /** What this session did to have a database, and what its schema is made of. */
  @job('about')
  async about() {
    const { rows } = await this.ctx.sql.query<{ name: string }>('SELECT name FROM migration ORDER BY name');
    const action = this.ctx.plan.find(({ resource }) => resource.name === 'database')?.op;
    return { database: action, schema: rows.map(({ name }) => name) };
  }
}

/** What the engine answers when it cannot do what it was asked for: a status, and its own words. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const notFound = (message: string) => new EngineFailure(404, message);
export const conflict = (message: string) => new EngineFailure(409, message);
export const badRequest = (message: string) => new EngineFailure(400, message);

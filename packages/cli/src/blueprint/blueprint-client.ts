import type { ApiProblem, Put, ResourceKind, Resources, RunningBlueprint } from '@docktopus/dashboard';
import { CommandFailure, EXIT, exitCodeFor } from '../output/index.ts';

/** Asks a running blueprint, over the API of its dashboard. */
export class BlueprintClient {
  readonly blueprint: RunningBlueprint;
  readonly #signal: AbortSignal;

  constructor(blueprint: RunningBlueprint, signal: AbortSignal) {
    this.blueprint = blueprint;
    this.#signal = signal;
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.#send('GET', path)).json()) as T;
  }

  async post<T = undefined>(path: string, body: unknown = {}): Promise<T> {
    const response = await this.#send('POST', path, JSON.stringify(body));
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  /** Everything of one kind that the blueprint shows. */
  async all<K extends ResourceKind>(kind: K): Promise<readonly Resources[K][]> {
    const { put } = await this.get<{ readonly put: readonly Put[] }>('snapshot');
    return put.flatMap((each) => (each.kind === kind ? [each.value as Resources[K]] : []));
  }

  async #send(method: string, path: string, body?: string): Promise<Response> {
    const { origin, operatorToken, blueprint } = this.blueprint;
    const headers = { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' };
    let response: Response;
    try {
      response = await fetch(`${origin}/api/v1/${path}`, {
        method,
        headers,
        signal: this.#signal,
        ...(body !== undefined && { body }),
      });
    } catch (error) {
      this.#signal.throwIfAborted();
      const reason =
        error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CommandFailure(
        EXIT.failed,
        'blueprint.unreachable',
        `blueprint ${blueprint} does not answer: ${reason}`,
        undefined,
      );
    }
    if (response.ok) return response;
    throw refused(await problemOf(response));
  }
}

async function problemOf(response: Response): Promise<ApiProblem['error']> {
  try {
    return ((await response.json()) as ApiProblem).error;
  } catch {
    // Another program listens there.
    return { code: 'blueprint.unreachable', message: `the blueprint answers ${response.status}` };
  }
}

function refused({ code, message, hint }: ApiProblem['error']): CommandFailure {
  return new CommandFailure(exitCodeFor(code), code, message, hint);
}

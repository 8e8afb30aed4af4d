import type { ApiProblem } from '../api/index.ts';

/** What the server answered that was no success. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(status: number, problem: ApiProblem['error']) {
    super(problem.message);
    this.status = status;
    this.code = problem.code;
    this.hint = problem.hint;
  }
}

/** Where `path` of the API is, relative to the page: it works below any prefix. */
export function apiUrl(path: string): string {
  return new URL(`./api/v1/${path}`, document.baseURI).href;
}

/** Sends a request, and throws an {@link ApiError} for an answer that is no success. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(apiUrl(path), { credentials: 'same-origin', ...init });
  if (response.ok) return response;
  throw new ApiError(response.status, await problemOf(response));
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, signal ? { signal } : {});
  return (await response.json()) as T;
}

/** Writes; the header makes it a request that no form of another site can send. */
export async function write(method: 'PUT' | 'POST', path: string, body?: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await send(path, { method, headers, body: JSON.stringify(body ?? {}) });
}

async function problemOf(response: Response): Promise<ApiProblem['error']> {
  try {
    return ((await response.json()) as ApiProblem).error;
  } catch {
    // A proxy's own page, say.
    return { code: 'http', message: `the server answers ${response.status}` };
  }
}

import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { printEndpoint } from '../endpoint/endpoint.ts';
import type { Place } from '../endpoint/places.ts';
import { sshHint } from '../translate/ssh-hint.ts';
import { tlsHint } from '../translate/tls-hint.ts';
import { unreachableReason } from '../translate/translate-engine-error.ts';
import { EngineHttpError } from '../transport/engine-http-error.ts';

/** A place that was tried, and what came of it; without an error it could not be tried at all. */
export interface FailedPlace {
  readonly place: Place;
  readonly error?: unknown;
}

/** One error for all places, with each place's reason in its message and in `details.places`. */
export function unreachableError(operation: string, failures: readonly FailedPlace[]): DocktopusError {
  const places = failures.map(({ place, error }) => ({
    source: place.source,
    endpoint: 'endpoint' in place ? printEndpoint(place.endpoint) : undefined,
    reason: 'problem' in place ? place.problem : reasonOf(error),
  }));
  const lines = places.map(
    ({ source, endpoint, reason }) => `  ${source}${endpoint ? ` ${endpoint}` : ''}: ${reason}`,
  );
  const errors = failures.flatMap(({ error }) => (error === undefined ? [] : [error]));
  // Usual places where there is nothing say nothing about the one engine that was found.
  const [refused, ...others] = errors.filter((error) => (error as NodeJS.ErrnoException).code !== 'ENOENT');
  return (
    (others.length === 0 && isDocktopusError(refused, 'engine.unsupported') ? refused : undefined) ??
    new DocktopusError('engine.unreachable', {
      operation,
      subject: places.length === 1 ? places[0]?.endpoint : undefined,
      reason: `no engine answers at any of these places:\n${lines.join('\n')}`,
      hint: hintFor(places),
      // The likeliest place's; the others are in the details.
      cause: errors[0],
      details: { places },
    })
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof EngineHttpError) return `it answers, but not as an engine does: ${error.message}`;
  if (isDocktopusError(error)) return error.reason;
  if (error instanceof SyntaxError) return 'it answers, but not as an engine does';
  return unreachableReason(error) ?? (error instanceof Error ? error.message : String(error));
}

function hintFor(
  places: readonly { readonly endpoint: string | undefined; readonly reason: string }[],
): string {
  if (places.some(({ reason }) => reason.startsWith('permission denied'))) {
    return 'Add this user to the group `docker` and log in again, or use a rootless engine';
  }
  const tls = places.map(({ reason }) => tlsHint(reason)).find((hint) => hint !== undefined);
  if (tls !== undefined) return tls;
  const overSsh = places.find(({ endpoint }) => endpoint?.startsWith('ssh://'));
  const hint = overSsh && sshHint(overSsh.reason);
  if (hint !== undefined) return hint;
  return 'Start the engine, or say where it is with DOCKER_HOST or the option `endpoint`';
}

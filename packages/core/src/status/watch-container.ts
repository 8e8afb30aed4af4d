import type { Observable } from 'rxjs';
import type { Docker, Engine } from '../engine/index.ts';
import type { ContainerSnapshot } from './container-snapshot.ts';
import { StatusHub } from './hub/status-hub.ts';

const hubs = new WeakMap<Engine, StatusHub>();

/** The connection's one status hub, made at first need, shared by all clients of it; it closes with the last. */
export function statusHub(docker: Docker): StatusHub {
  const known = hubs.get(docker.engine);
  if (known) return known;
  const hub = docker.use(new StatusHub(docker.engine));
  hubs.set(docker.engine, hub);
  return hub;
}

/** Lets `docker`, another client of the same engine, follow containers through the status hub of `other`. */
export function shareStatusHub(docker: Docker, other: Docker): void {
  hubs.set(docker.engine, statusHub(other));
}

/** Every snapshot of the container with the full id `id`, the present one first: {@link StatusHub.watch}. */
export function watchContainer(docker: Docker, id: string): Observable<ContainerSnapshot> {
  return statusHub(docker).watch(id);
}

import type { CreateContainerBody } from '@docktopus/core/engine';
import type { Service } from '../schema/index.ts';
import type { HostConfig } from './container-request.ts';

/** The ports that a container publishes. */
export function portBindings({ ports = [] }: Service): NonNullable<HostConfig['PortBindings']> {
  const bindings: Record<string, { readonly HostIp: string; readonly HostPort: string }[]> = {};
  for (const { target, protocol = 'tcp', host_ip: address = '', published = '' } of ports) {
    const key = `${target}/${protocol}`;
    bindings[key] = [...(bindings[key] ?? []), { HostIp: address, HostPort: published }];
  }
  return bindings;
}

/** The ports that a container has, published or not. */
export function exposedPorts({
  ports = [],
  expose = [],
}: Service): NonNullable<CreateContainerBody['ExposedPorts']> {
  const published = ports.map(({ target, protocol = 'tcp' }) => `${target}/${protocol}`);
  return Object.fromEntries([...published, ...expose.flatMap(exposed)].map((port) => [port, {}]));
}

function exposed(text: string): readonly string[] {
  const [, from = text, to = from, protocol = 'tcp'] = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(text) ?? [];
  const count = Math.min(65_536, Math.max(0, Number(to) - Number(from))) + 1;
  return Array.from({ length: count }, (_, index) => `${Number(from) + index}/${protocol}`);
}

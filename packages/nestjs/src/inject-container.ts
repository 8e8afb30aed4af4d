import { Inject } from '@nestjs/common';

const containers = new Set<string>();
const families = new Set<string>();

/** What NestJS knows a managed container by. */
export function containerToken(name: string): string {
  return `docktopus container '${name}'`;
}

/** What NestJS knows a family by. */
export function familyToken(name: string): string {
  return `docktopus family '${name}'`;
}

/** Injects the managed container of this name into a NestJS class: `@InjectContainer('redis') redis: Container`. */
export function InjectContainer(name: string): PropertyDecorator & ParameterDecorator {
  containers.add(name);
  return Inject(containerToken(name));
}

/** Injects the family of this name: `@InjectFamily('tenants') tenants: ContainerFamily<TenantId>`. */
export function InjectFamily(name: string): PropertyDecorator & ParameterDecorator {
  families.add(name);
  return Inject(familyToken(name));
}

/** The names that classes have asked for so far. */
export function askedFor(): {
  readonly containers: ReadonlySet<string>;
  readonly families: ReadonlySet<string>;
} {
  return { containers, families };
}

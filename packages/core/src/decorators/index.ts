export {
  container,
  type InjectedContainerDecorator,
  type ManagedContainerDecorator,
} from './container-decorator.ts';
export { contextProperty, type TakesValue } from './context-property.ts';
export { family, type InjectedFamilyDecorator, type ManagedFamilyDecorator } from './family-decorator.ts';

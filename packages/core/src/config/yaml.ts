// Loaded when there is a settings file in YAML. A module of our own, so that every bundler finds the name in a CommonJS package.
export { parse as parseYaml } from 'yaml';

export { runnerSource } from './runner-source.ts';

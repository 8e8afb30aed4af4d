#!/usr/bin/env node
import { main } from './main.ts';

// No await: commands are loaded later, from files that import this one, and would wait for its end.
void main(process.argv).then((exitCode) => {
  // A program that `run` has run in this process has the say.
  process.exitCode ??= exitCode;
});

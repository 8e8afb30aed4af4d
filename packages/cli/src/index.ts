#!/usr/bin/env node
import { main } from './main.ts';

const exitCode = await main(process.argv);
// A program that `run` has run in this process has the say, and may yet say it.
if (exitCode !== 0) process.exitCode ??= exitCode;

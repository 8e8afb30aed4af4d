import 'reflect-metadata';
import { blueprint } from './blueprint.ts';

await blueprint().run();

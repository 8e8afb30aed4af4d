import 'reflect-metadata';
import { cacheBlueprint } from './cache-blueprint.ts';

const runner = cacheBlueprint();
await runner.start();
console.log('put:', await runner.call('put', { key: 'colour', value: 'blue' }));
console.log('get:', await runner.call('get', { key: 'colour' }));
console.log('forget:', await runner.call('forget', { key: 'colour' }));
console.log('get:', await runner.call('get', { key: 'colour' }));
await runner.stop();
console.log('stopped, nothing left behind');

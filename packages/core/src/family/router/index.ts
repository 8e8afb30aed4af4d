export { FamilyRouter, type RouterHost } from './family-router.ts';
export { type RouterOptions, type RouterVerdict, routerSettings } from './router-options.ts';
export type { RouterRequest } from './router-request.ts';

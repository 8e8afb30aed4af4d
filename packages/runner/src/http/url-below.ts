const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/**
 * What a request's URL says behind the route by which an application has found it: below `/api/ops/*`, of `/api/ops/calls?x=1`
 * that is `/calls?x=1`. The route's segments are counted and not compared: the application may have taken them without
 * regard to case, and decoded. The host of a URL that is written out is left to the `Host` header.
 */
export function urlBelow(url: string, route: string): string {
  let rest = url.replace(AUTHORITY, '');
  const segments = route.split('/').filter((segment) => segment !== '' && !segment.startsWith('*')).length;
  for (let i = 0; i < segments; i += 1) rest = rest.replace(/^\/*[^/?#]*/, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

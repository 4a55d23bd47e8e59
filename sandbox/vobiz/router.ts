import { invalidCredentials } from './auth.ts';
import type { Op } from './faults.ts';
import type { Reply } from './reply.ts';

/** A request on its way to its handler: `params` percent-decoded, `body` parsed JSON or undefined. */
interface ApiRequest {
  query: URLSearchParams;
  body: unknown;
  params: Readonly<Record<string, string>>;
}

export interface Route {
  op: Op;
  method: string;
  /** `{name}` matches one segment. Matching is case-sensitive, as with the vendor. */
  path: string;
  bearerAllowed: boolean;
  handle(request: ApiRequest): Reply;
}

/** What a path that is none answers: 404 is published, the body of a router's own 404 is not. */
export const unknownRoute: Reply = { status: 404, body: '404 page not found\n' };

/** Finds the route of a request, or what to answer in its place. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): { route: Route; params: Record<string, string> } | { otherwise: Reply } {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, pathname) : undefined;
    if (params) return { route, params };
  }
  const misspelt = routes.some((route) =>
    matchPath(route.path.replaceAll(/[A-Z]/g, lower), pathname.replaceAll(/[A-Z]/g, lower)),
  );
  const sameCase = routes.some((route) => matchPath(route.path, pathname));
  // Published: a path in the wrong case answers 401 or 404 even when the credentials are good.
  return { otherwise: misspelt && !sameCase ? invalidCredentials : unknownRoute };
}

function lower(letter: string): string {
  return letter.toLowerCase();
}

function matchPath(pattern: string, pathname: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const given = pathname.split('/');
  if (expected.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = given[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = decode(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

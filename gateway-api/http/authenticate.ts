import type { Request, RequestHandler } from 'express';
import { invariant } from '../../chaincode/domain/refusal.js';
import type { Principal, Principals } from '../identity.js';
import { Problem } from './problems.js';

const callers = new WeakMap<Request, Principal>();

/** Bearer tokens (RFC 6750). @throws Problem TOKEN_INVALID. */
export function authenticate(principals: Principals): RequestHandler {
  return (request, response, next) => {
    const [scheme, token, ...rest] = (request.get('authorization') ?? '').split(' ');
    const principal =
      scheme?.toLowerCase() === 'bearer' && token !== undefined && rest.length === 0
        ? principals.byToken(token)
        : null;
    if (principal === null) {
      response.set('WWW-Authenticate', 'Bearer');
      throw new Problem('TOKEN_INVALID');
    }
    callers.set(request, principal);
    next();
  };
}

/** Who sent the request; authentication came before every route under /v1. */
export function callerOf(request: Request): Principal {
  const caller = callers.get(request);
  invariant(caller !== undefined, 'routes under /v1 are authenticated');
  return caller;
}

import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { LedgerClient } from '../ledger/client.js';
import type { Principals } from '../identity.js';
import { commandHandler } from './command-handler.js';
import { authenticate } from './authenticate.js';
import { openApiDocument } from './openapi.js';
import { describeCode, Problem, problemDocument } from './problems.js';
import { problemOf } from './problem-of.js';
import { READS, readRoutes } from './reads.js';
import { languageOf } from './language.js';
import { ROUTES } from './routes.js';

/** What the gateway stands on; only `main.ts` picks these. */
export interface Backend {
  readonly ledger: LedgerClient;
  readonly principals: Principals;
  /** 32 secret bytes: ids and salts of retries derive from them. */
  readonly seed: Uint8Array;
  /** True in a sandbox: personas as bearer tokens, custodial keys. */
  readonly sandbox: boolean;
  /** null when everything it needs answers, else what does not. */
  readonly notReady: () => Promise<string | null>;
  readonly log: (entry: Readonly<Record<string, unknown>>) => void;
}

/** Larger than any command; more is refused before it is read. */
export const BODY_BYTES_MAX = 262_144;

export function createApp(backend: Backend): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(commonHeaders);
  if (backend.sandbox) app.use(ownNameOnly);
  health(app, backend);
  app.get('/openapi.json', (_request, response) => {
    response.json(openApiDocument());
  });
  // Where a problem's `type` leads.
  app.get('/problems/:code', (request, response) => {
    const described = describeCode(request.params.code);
    if (described === null) throw new Problem('NOT_FOUND');
    response.json(described);
  });
  if (backend.sandbox) {
    app.get('/sandbox/personas', (_request, response) => {
      response.json({ personas: backend.principals.all().map(personaView) });
    });
  }
  app.use('/v1', authenticate(backend.principals));
  // Bodies stay text: parsing is strict, and ours.
  app.use('/v1', express.text({ type: 'application/json', limit: BODY_BYTES_MAX }));
  for (const route of ROUTES) app.post(route.path, commandHandler(route, backend));
  readRoutes(app, backend);
  otherMethods(app);
  app.use(() => {
    throw new Problem('NOT_FOUND');
  });
  app.use(problems(backend));
  return app;
}

/** What is there, but not for that method: 405 with the methods it is there for (RFC 9110 15.5.6). */
function otherMethods(app: Express): void {
  const methods = new Map<string, string[]>();
  const row = (path: string, ...names: string[]): void =>
    void methods.set(path, [...(methods.get(path) ?? []), ...names]);
  for (const { path } of READS) row(path, 'GET', 'HEAD');
  for (const { path } of ROUTES) row(path, 'POST');
  for (const [path, names] of methods) {
    app.all(path, (_request, response) => {
      response.set('Allow', names.join(', '));
      throw new Problem('METHOD_NOT_ALLOWED');
    });
  }
}

function health(app: Express, backend: Backend): void {
  app.get('/livez', (_request, response) => {
    response.json({ live: true });
  });
  app.get('/readyz', async (_request, response) => {
    const lacking = await backend.notReady();
    response.status(lacking === null ? 200 : 503).json({ ready: lacking === null, lacking });
  });
}

/** Business data is nobody's cache's; nothing here is a page. */
const commonHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
  });
  next();
};

/** A sandbox's tokens are known to all: no page of another name that resolves to this machine may use them. */
const ownNameOnly: RequestHandler = (request, _response, next) => {
  if (!['localhost', '127.0.0.1', '[::1]'].includes(request.hostname)) {
    throw new Problem('HOST_NOT_ALLOWED');
  }
  next();
};

function personaView(principal: ReturnType<Principals['all']>[number]): Record<string, unknown> {
  const { persona, mspId, organisation, party, name } = principal;
  return { persona, token: `sandbox.${persona}`, mspId, organisation, party, name };
}

/** The one place where an error becomes an answer: a problem document, never a stack. */
function problems(backend: Backend): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    const language = languageOf(request);
    const document = problemDocument(problem, { instance: request.originalUrl, language });
    if (document.status >= 500) {
      backend.log({ level: 'error', code: document.code, url: request.originalUrl, error });
    }
    response
      .status(document.status)
      .set('Content-Language', language === 'zh' ? 'zh-CN' : 'en')
      .type('application/problem+json')
      .send(JSON.stringify(document));
  };
}

import { z } from 'zod';

const Written = z.object({
  record: z.record(z.string(), z.unknown()).nullable(),
  records: z.array(
    z.object({
      type: z.string(),
      id: z.string(),
      version: z.int(),
      record: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** What a write answered with, and where it is on the ledger. */
export interface Written extends z.output<typeof Written> {
  readonly txId: string;
  readonly block: string;
  readonly replayed: boolean;
}

const ProblemDocument = z.looseObject({
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  facts: z.record(z.string(), z.string()).default({}),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
    .default([]),
});

/** The server said no, in the form of RFC 9457. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly problem: z.output<typeof ProblemDocument>;

  constructor(problem: z.output<typeof ProblemDocument>) {
    super(`${problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** Nobody answers there. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface ApiClientOptions {
  /** `http://localhost:7400` */
  readonly url: string;
  readonly language?: 'zh' | 'en';
}

/** The HTTP API as every user has it: the command, the demo story and the tests go through here. */
export class ApiClient {
  readonly #options: ApiClientOptions;

  constructor(options: ApiClientOptions) {
    this.#options = options;
  }

  /**
   * One act: `path` as the API names it, `/v1/lots/rcv_…:1/split`.
   * @param idempotencyKey the same key with the same content is done once.
   * @throws ApiRefusal, Unreachable.
   */
  async act(
    persona: string,
    path: string,
    { body, idempotencyKey }: { readonly body: object; readonly idempotencyKey: string },
  ): Promise<Written> {
    const response = await this.#fetch(persona, path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify(body),
    });
    return {
      ...Written.parse(await response.json()),
      txId: response.headers.get('counterfoil-transaction') ?? '',
      block: response.headers.get('counterfoil-block') ?? '',
      replayed: response.headers.get('idempotency-replayed') === 'true',
    };
  }

  /** @throws ApiRefusal NOT_FOUND, also for what the persona may not see. */
  async read(persona: string, path: string): Promise<unknown> {
    const response = await this.#fetch(persona, path, { method: 'GET' });
    return await response.json();
  }

  async #fetch(persona: string, path: string, init: RequestInit): Promise<Response> {
    const { url, language = 'en' } = this.#options;
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer sandbox.${persona}`);
    headers.set('Accept-Language', language);
    let response: Response;
    try {
      response = await fetch(new URL(path, url), { ...init, headers });
    } catch (cause) {
      throw new Unreachable(`nothing answers at ${url}`, { cause });
    }
    if (response.ok) return response;
    throw new ApiRefusal(ProblemDocument.parse(await response.json()));
  }
}

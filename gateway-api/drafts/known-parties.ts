import { z } from 'zod';
import type { ApiClient } from '../client/api-client.js';
import { DEMO_PARTIES } from '../documents/demo/demo-parties.js';
import { identifierKey, USCC } from '../documents/identifier.js';
import type { KnownParties } from '../documents/import-parties.js';

const Personas = z.object({
  personas: z.array(
    z.object({
      persona: z.string(),
      mspId: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
      party: z.string().nullable(),
      name: z.object({ en: z.string(), zh: z.string() }),
    }),
  ),
});
export type PersonaView = z.output<typeof Personas>['personas'][number];

/** Everybody of the sandbox. */
export async function personas(client: ApiClient): Promise<readonly PersonaView[]> {
  return Personas.parse(await client.read('operator', '/sandbox/personas')).personas;
}

const Listed = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      private: z
        .object({
          details: z.object({
            identifiers: z.array(z.object({ scheme: z.string(), value: z.string() })),
          }),
        })
        .optional(),
    }),
  ),
});

/**
 * The registered parties by their identifiers, as far as a persona may know them: the directory, its bank's
 * clients, and in the sandbox the demo's companies, whose papers everybody has.
 */
export async function knownParties(
  client: ApiClient,
  persona: string,
  everybody: readonly PersonaView[],
): Promise<KnownParties> {
  const { data } = Listed.parse(await client.read(persona, '/v1/parties'));
  const directory = data.flatMap(({ id, private: closed }) =>
    (closed?.details.identifiers ?? []).map(
      (identifier) => [identifierKey(identifier), id] as const,
    ),
  );
  const demo = DEMO_PARTIES.flatMap(({ persona: name, uscc }) => {
    const party = everybody.find((each) => each.persona === name)?.party ?? null;
    return party === null ? [] : [[identifierKey({ scheme: USCC, value: uscc }), party] as const];
  });
  return new Map([...demo, ...directory]);
}

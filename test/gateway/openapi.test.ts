import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { z } from 'zod';
import { openApiDocument } from '../../gateway-api/http/openapi.js';
import { ROUTES } from '../../gateway-api/http/routes.js';

const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

describe('the OpenAPI document', () => {
  const document = Document.parse(JSON.parse(JSON.stringify(openApiDocument())));
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  it('has every route of the catalogue', () => {
    expect(ROUTES.length).to.be.greaterThan(1);
    for (const { name, path } of ROUTES) {
      const operation = document.paths[path.replaceAll(/:([a-z]+)/g, '{$1}')]?.['post'];
      expect(operation?.operationId, path).to.equal(name.replace(':', '_'));
    }
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('holds schemas that compile', () => {
    const ajv = new Ajv2020({ strict: false, formats: { date: true, 'date-time': true } });
    ajv.addSchema(document, 'openapi');
    for (const operation of operations) {
      const body = z
        .looseObject({
          content: z.looseObject({
            'application/json': z.looseObject({ schema: z.looseObject({}) }),
          }),
        })
        .safeParse(operation['requestBody']);
      if (body.success) ajv.compile(body.data.content['application/json'].schema);
    }
  });
});

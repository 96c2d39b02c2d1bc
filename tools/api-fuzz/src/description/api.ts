import { readFileSync } from 'node:fs';
import { asText, at, isObject, type Json, type JsonObject } from './json.js';

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema: Json;
}

/** One operation as the description has it. */
export interface Operation {
  readonly api: Api;
  /** `GET /api/v2/tenants/{id}` */
  readonly name: string;
  readonly method: string;
  /** With `{parameters}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Undefined where the operation takes no body. */
  readonly body: { readonly schema: Json; readonly example: Json | undefined } | undefined;
  /** By status, or `default`. */
  readonly responses: JsonObject;
}

/** An API by its committed description. */
export class Api {
  readonly operations: readonly Operation[];
  /** Each error code of the description's table, with its status. */
  readonly statuses: ReadonlyMap<string, number>;

  constructor(
    readonly name: 'public-api' | 'admin-api',
    readonly document: JsonObject,
  ) {
    this.operations = Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
      Object.entries(isObject(item) ? item : {}).map(([method, operation]) => this.operation(method, path, operation)),
    );
    const table = asText(at(document, 'info', 'description')).matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm);
    this.statuses = new Map([...table].map(([, code = '', status]) => [code, Number(status)]));
  }

  static read(name: 'public-api' | 'admin-api', file: string): Api {
    return new Api(name, JSON.parse(readFileSync(file, 'utf8')) as JsonObject);
  }

  /** What stands behind a `$ref` of this description; anything else as it is. */
  resolved(schema: Json | undefined): JsonObject {
    const reference = at(schema, '$ref');
    if (typeof reference === 'string') return this.resolved(at(this.document, ...reference.split('/').slice(1)));
    return isObject(schema) ? schema : {};
  }

  private operation(method: string, path: string, described: Json): Operation {
    const content = at(described, 'requestBody', 'content', 'application/json');
    return {
      api: this,
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters: parametersOf(at(described, 'parameters')),
      body:
        content === undefined ? undefined : { schema: at(content, 'schema') ?? {}, example: this.exampleOf(content) },
      responses: objectAt(described, 'responses'),
    };
  }

  private exampleOf(content: Json): Json | undefined {
    const [first] = Object.values(objectAt(content, 'examples'));
    return (
      at(content, 'example') ?? at(first, 'value') ?? at(this.resolved(at(content, 'schema')), 'example') ?? undefined
    );
  }
}

const objectAt = (value: unknown, ...path: readonly string[]): JsonObject => {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
};

function parametersOf(described: Json | undefined): Parameter[] {
  if (!Array.isArray(described)) return [];
  return (described as readonly Json[]).flatMap((each) => {
    const [place, name] = [at(each, 'in'), at(each, 'name')];
    if ((place !== 'path' && place !== 'query' && place !== 'header') || typeof name !== 'string') return [];
    const example = at(each, 'example');
    const schema = at(each, 'schema') ?? {};
    return [
      { in: place, name, schema: example === undefined ? schema : { example, ...(isObject(schema) ? schema : {}) } },
    ];
  });
}

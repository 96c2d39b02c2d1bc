import { ConfigError, fieldsOf, listOf, textOf, type Fields, type Json } from './json.js';

const PAGE = 100;

/** The admin API, as the token's owner may use it. */
export class AdminApi {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** `data` of the envelope. @throws ConfigError with what the API said. */
  async ask(
    method: string,
    path: string,
    options: { body?: Json; ifMatch?: number | undefined } = {},
  ): Promise<Fields> {
    const { body, ifMatch } = options;
    const answer = await this.json(`${method} ${path}`, path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return fieldsOf(answer['data'], `the answer of ${path}`);
  }

  /** All of a registry list (`offset`), a record list (`page`) or a list that comes whole. */
  async all(path: string, field: string, paging: 'offset' | 'page' | 'whole'): Promise<readonly Fields[]> {
    const found: Fields[] = [];
    for (let page = 0; ; page += 1) {
      const query = {
        offset: `?limit=${PAGE}&offset=${page * PAGE}`,
        page: `?limit=${PAGE}&page=${page + 1}`,
        whole: '',
      };
      const items = listOf((await this.ask('GET', `${path}${query[paging]}`))[field], field);
      found.push(...items);
      if (paging === 'whole' || items.length < PAGE) return found;
    }
  }

  /** Which fields each body has, in the API's own description. */
  async bodies(): Promise<Bodies> {
    const { components } = await this.json('GET /openapi.json', '/openapi.json', {});
    return new Bodies(fieldsOf(fieldsOf(components, 'components')['schemas'], 'schemas'));
  }

  private async json(what: string, path: string, init: RequestInit): Promise<Fields> {
    const response = await fetch(this.url + path, init).catch((cause: unknown) => {
      throw new ConfigError(`${this.url} can not be reached`, { cause });
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return fieldsOf(answer, `the answer of ${path}`);
    const { code, message } = fieldsOf(fieldsOf(answer ?? {}, 'an error')['error'] ?? {}, 'an error');
    const moved = response.status === 412 ? '; it was changed after the difference was shown: look at it again' : '';
    throw new ConfigError(`${what}: ${response.status} ${textOf(code, 'code')}: ${textOf(message, 'message')}${moved}`);
  }
}

/** Reads answers, which are in camelCase, as the bodies that would ask for them, which are in snake_case. */
export class Bodies {
  constructor(private readonly schemas: Fields) {}

  /** The names of a body's fields, in the order of the description. */
  names(body: string): readonly string[] {
    return Object.keys(fieldsOf(this.schema(body)['properties'], body));
  }

  /** What the body would say of what an answer says. */
  read(body: string, answer: Fields): Fields {
    return this.fields(this.schema(body), answer);
  }

  private fields(schema: Fields, answer: Fields): Fields {
    const entries = Object.entries(fieldsOf(schema['properties'], 'properties')).flatMap(([name, described]) => {
      const part = fieldsOf(described, name);
      const value = answer[camel(name)];
      if (value === undefined || (value === null && !isNullable(part))) return [];
      return [[name, name === 'phi_config' ? policy(value) : this.value(part, value)] as const];
    });
    return Object.fromEntries(entries);
  }

  private value(described: Fields, value: Json): Json {
    const schema = this.resolved(described);
    if (Array.isArray(value)) {
      const items = schema['items'];
      return value.map((item: Json) => (items === undefined ? item : this.value(fieldsOf(items, 'items'), item)));
    }
    if (value === null || typeof value !== 'object' || schema['properties'] === undefined) return value;
    return this.fields(schema, fieldsOf(value, 'a value'));
  }

  private resolved(described: Fields): Fields {
    const reference = described['$ref'];
    if (typeof reference === 'string') return this.schema(reference.split('/').at(-1) ?? '');
    for (const key of ['allOf', 'anyOf', 'oneOf']) {
      const [first] = described[key] === undefined ? [] : listOf(described[key], key);
      if (first) return this.resolved(first);
    }
    return described;
  }

  private schema(name: string): Fields {
    return fieldsOf(this.schemas[name], `${name} of the API's description`);
  }
}

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const isNullable = (described: Fields): boolean => {
  const { type, anyOf } = described;
  return (Array.isArray(type) && type.includes('null')) || JSON.stringify(anyOf ?? '').includes('"null"');
};

/** A policy's answer as a `phi_config`: its categories are names, not fields. */
function policy(value: Json): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(fieldsOf(value, 'phi_config')).map(([name, part]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      name === 'reidentification' ? policy(part ?? null) : part,
    ]),
  );
}

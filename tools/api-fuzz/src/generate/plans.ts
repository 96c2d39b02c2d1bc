import fc from 'fast-check';
import type { Operation, Parameter } from '../description/api.js';
import { asText, isObject, type Json } from '../description/json.js';
import { fromSchema } from './from-schema.js';
import {
  CONTENT_TYPES,
  edgeValue,
  encoded,
  HOSTILE_HEADERS,
  hostileDocument,
  hostileText,
  inHeader,
} from './hostile.js';
import { Document, type Caller, type Kind, type Plan, type Segment } from './request.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE'];
const MOST_KNOWN = 1_000;
const QUERIES = [
  'limit=1&limit=2',
  'limit[]=1',
  'limit[$ne]=1',
  '__proto__[x]=1',
  '&&&',
  '=',
  '%',
  '%ff=%fe',
  'a'.repeat(9_000),
];

/** What stands in every gateway. */
const KNOWN: Readonly<Record<string, string>> = {
  provider_id: 'demo',
  model_id: 'demo-chat-small',
  app_id: 'default',
  from: '2020-01-01T00:00:00Z',
  to: '2020-02-01T00:00:00Z',
};

type Part = Partial<Omit<Plan, 'kind'>>;

/** Every request that this operation may be sent. */
export function plansOf(operation: Operation): fc.Arbitrary<Plan> {
  return fc.oneof(
    { weight: 35, arbitrary: assembled(operation, 'valid', fc.constant({})) },
    { weight: 30, arbitrary: assembled(operation, 'near', fc.oneof(...nearlyRight(operation))) },
    { weight: 35, arbitrary: assembled(operation, 'hostile', fc.oneof(...allWrong(operation))) },
  );
}

/** A good request with one part in the place of its own. */
const assembled = (operation: Operation, kind: Kind, wrong: fc.Arbitrary<Part>): fc.Arbitrary<Plan> =>
  fc
    .record({
      segments: fc.record(
        Object.fromEntries(namesOf(operation, 'path').map(({ name }) => [name, knownSegment])) as Record<
          string,
          fc.Arbitrary<Segment>
        >,
      ),
      query: queryOf(operation),
      headers: fc.tuple(...namesOf(operation, 'header').map((parameter) => goodHeader(operation, parameter))),
      body: operation.body ? goodBody(operation) : fc.constant(undefined),
      caller: caller,
      wrong,
    })
    .map(({ wrong: part, headers, ...good }) => ({
      kind,
      method: operation.method,
      ...good,
      ...part,
      segments: { ...good.segments, ...part.segments },
      headers: [...headers.flat(), ...(part.headers ?? [])],
    }));

const caller: fc.Arbitrary<Caller> = fc.oneof(
  { weight: 88, arbitrary: fc.constant<Caller>('usual') },
  { weight: 8, arbitrary: fc.constant<Caller>('other') },
  { weight: 2, arbitrary: fc.constant<Caller>('nobody') },
  { weight: 2, arbitrary: fc.constant<Caller>('stranger') },
);

const knownSegment: fc.Arbitrary<Segment> = fc.nat(MOST_KNOWN).map((known) => ({ known }));

const namesOf = ({ parameters }: Operation, place: Parameter['in']): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.in === place);

const goodHeader = ({ api }: Operation, { name, schema }: Parameter) =>
  fc.option(fromSchema(api, schema), { freq: 2, nil: undefined }).map((value) => {
    const text = value === undefined ? '' : inHeader(asText(value));
    return text === '' ? [] : [[name, text] as const];
  });

/** Some of the declared parameters, in the place of one of them what `wrong` says. */
function queryOf(operation: Operation, wrong?: { readonly name: string; readonly text: string }): fc.Arbitrary<string> {
  const pairs = namesOf(operation, 'query').map(({ name, schema }) => {
    if (name === wrong?.name) return fc.constant(`${name}=${wrong.text}`);
    const known = Object.hasOwn(KNOWN, name) ? [fc.constant(KNOWN[name] ?? '')] : [];
    const value = fc
      .oneof(fromSchema(operation.api, schema), ...known)
      .map((each) => `${name}=${encoded(asText(each))}`);
    return fc.option(value, { freq: 1, nil: '' });
  });
  return fc.tuple(...pairs).map((texts) => texts.filter((text) => text !== '').join('&'));
}

function goodBody({ api, body }: Operation): fc.Arbitrary<Json> {
  const made = fromSchema(api, body?.schema);
  const example = body?.example;
  if (example === undefined) return made;
  const mixed = made.map((value) => (isObject(value) && isObject(example) ? { ...value, ...example } : value));
  const turned = made.map((value) => (isObject(value) && isObject(example) ? { ...example, ...value } : value));
  return fc.oneof(fc.constant(example), mixed, turned, made);
}

function nearlyRight(operation: Operation): fc.Arbitrary<Part>[] {
  const ways: fc.Arbitrary<Part>[] = namesOf(operation, 'query').map(({ name }) =>
    edgeValue
      .map((value) => encoded(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 6_000))
      .chain((text) => queryOf(operation, { name, text }))
      .map((query) => ({ query })),
  );
  for (const { name } of namesOf(operation, 'path')) {
    const unknown = fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 30 }));
    ways.push(unknown.map((text) => ({ segments: { [name]: { text: encoded(text) } } })));
  }
  if (operation.body) {
    const wrong = goodBody(operation).chain((body) =>
      fc
        .tuple(fc.constantFrom(...placesOf(body)), edgeValue, fc.constantFrom('put', 'put', 'take', 'add'))
        .map(([place, value, how]) => ({ body: changed(body, place, how, value) })),
    );
    ways.push(wrong, wrong, wrong);
  }
  return ways.length > 0 ? ways : [hostileQuery];
}

const hostileQuery: fc.Arbitrary<Part> = fc
  .oneof(
    fc.constantFrom(...QUERIES),
    hostileText.map((text) => `x=${encoded(text).slice(0, 9_000)}`),
  )
  .map((query) => ({ query }));

function allWrong(operation: Operation): fc.Arbitrary<Part>[] {
  const header = fc
    .tuple(fc.constantFrom(...HOSTILE_HEADERS), hostileText)
    .map(([name, text]) => [name, inHeader(text)] as const);
  const ways: fc.Arbitrary<Part>[] = [
    hostileQuery,
    header.map((each) => ({ headers: [each] })),
    // the same twice
    header.map((each) => ({ headers: each[0] === 'host' ? [each] : [each, each] })),
    fc.array(header, { minLength: 2, maxLength: 60 }).map((headers) => ({ headers: onlyOneHost(headers) })),
    fc.constantFrom(...METHODS).map((method) => ({ method })),
  ];
  for (const { name } of namesOf(operation, 'path')) {
    const raw = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '..%2f..',
      '%',
      '%00',
      '%ff',
      '',
      '//',
      '*',
      ';',
      '%5c',
      'a%0d%0ab:c',
    );
    const texts = fc.oneof(
      raw,
      hostileText.map((text) => encoded(text).slice(0, 6_000)),
    );
    ways.push(texts.map((text) => ({ segments: { [name]: { text } } })));
  }
  for (const { name } of namesOf(operation, 'query')) {
    const text = hostileText.map((each) => encoded(each).slice(0, 6_000));
    ways.push(text.chain((each) => queryOf(operation, { name, text: each })).map((query) => ({ query })));
  }
  ways.push(...(operation.body ? hostileBodies(operation) : [unaskedBody]));
  return ways;
}

/** Of an operation that takes none. */
const unaskedBody: fc.Arbitrary<Part> = hostileDocument('{"a":"b"}').map((bytes) => ({ body: new Document(bytes) }));

function hostileBodies(operation: Operation): fc.Arbitrary<Part>[] {
  const good = goodBody(operation);
  const field = good.chain((body) =>
    fc
      .tuple(fc.constantFrom(...placesOf(body)), hostileText)
      .map(([place, text]) => ({ body: changed(body, place, 'put', text) })),
  );
  const key = good.chain((body) =>
    hostileText.map((text) => ({ body: isObject(body) ? keyed(body, text, text) : body })),
  );
  const document = good.chain((body) =>
    hostileDocument(JSON.stringify(body)).map((bytes) => ({ body: new Document(bytes) })),
  );
  const type = fc.constantFrom(...CONTENT_TYPES).map((each) => ({ headers: [['content-type', each] as const] }));
  return [field, field, key, document, document, type];
}

const onlyOneHost = (headers: readonly (readonly [string, string])[]) =>
  headers.filter(([name], place) => name !== 'host' || headers.findIndex(([each]) => each === 'host') === place);

type Place = readonly (string | number)[];

/** Where values stand in a body, the body itself among them. */
function placesOf(value: Json, here: Place = []): readonly Place[] {
  if (Array.isArray(value)) {
    return [here, ...(value as readonly Json[]).flatMap((each, index) => placesOf(each, [...here, index]))];
  }
  return isObject(value)
    ? [here, ...Object.entries(value).flatMap(([name, each]) => placesOf(each, [...here, name]))]
    : [here];
}

function changed(value: Json, [first, ...rest]: Place, how: string, other: Json): Json {
  if (first === undefined) return how === 'add' && isObject(value) ? keyed(value, 'extra_field', other) : other;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (how === 'take' && rest.length === 0) return items.filter((_, index) => index !== first);
    return items.map((each, index) => (index === first ? changed(each, rest, how, other) : each));
  }
  if (!isObject(value)) return value;
  const fields = Object.entries(value);
  if (how === 'take' && rest.length === 0) return Object.fromEntries(fields.filter(([name]) => name !== first));
  return Object.fromEntries(
    fields.map(([name, each]) => [name, name === first ? changed(each, rest, how, other) : each]),
  );
}

/** With an own field of this name, whatever it is. */
const keyed = (value: object, name: string, field: Json): Json =>
  Object.fromEntries([...Object.entries(value as Record<string, Json>), [name, field]]);

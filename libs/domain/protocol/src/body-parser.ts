import { DomainError } from '@radiant/kernel';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

// The input is judged as it is: nothing is removed, coerced or filled in.
const ajv = new Ajv({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: false,
  formats: { uuid: UUID },
  // The schemas are ours: what is saved here is half of the time that a process takes to compile them.
  validateSchema: false,
  meta: false,
  code: { optimize: false },
});

/** Parsers that nobody has needed so far. */
const uncompiled = new Set<() => void>();

/**
 * A parser for what `schema` describes. `Body` is the type that the schema guarantees. It is compiled when it is first
 * needed, which takes tens of ms: a process would start half a second later if all were compiled before it listens.
 */
export function bodyParser<Body>(schema: object): (body: unknown) => Body {
  let compiled: ValidateFunction<Body> | undefined;
  const compile = (): ValidateFunction<Body> => {
    uncompiled.delete(compile);
    return (compiled ??= ajv.compile<Body>(schema));
  };
  uncompiled.add(compile);
  return (body) => {
    const validate = compiled ?? compile();
    if (validate(body)) return body;
    throw refusal(validate.errors?.findLast(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames'));
  };
}

/** Compiles one of the parsers that are not compiled yet. @returns whether there was one. */
export function compileNextParser(): boolean {
  const [compile] = uncompiled;
  compile?.();
  return compile !== undefined;
}

function refusal(error: ErrorObject | undefined): DomainError {
  if (!error) return new DomainError('validation_error', 'the body is not a valid request');
  const field = fieldName(error);
  const what = `${member(error)}${field || 'the body'} ${expectation(error)}`;
  return new DomainError('validation_error', what, field ? { field } : {});
}

/** What of an object whose keys the caller chose is meant; such a key may say anything, so the object is named instead. */
function member({ propertyName, schemaPath }: ErrorObject): string {
  if (propertyName !== undefined) return 'each key of ';
  return OF_ANY_KEY.test(schemaPath) ? 'each value of ' : '';
}

const OF_ANY_KEY = /\/additionalProperties\//;

/** `/messages/0/content` to `messages[0].content`; a missing property is named itself. */
function fieldName(error: ErrorObject): string {
  const missing: unknown = error.keyword === 'required' ? error.params['missingProperty'] : undefined;
  const path = typeof missing === 'string' ? `${error.instancePath}/${missing}` : error.instancePath;
  const named = OF_ANY_KEY.test(error.schemaPath) ? path.slice(0, path.lastIndexOf('/')) : path;
  return named
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** Ajv's texts quote the schema only, never the input. */
function expectation(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'is required';
    case 'enum':
      return `must be one of ${list(error.params['allowedValues'])}`;
    case 'const':
      return `must be ${JSON.stringify(error.params['allowedValue'])}`;
    case 'type':
      return `must be of type ${list(error.params['type'])}`;
    default:
      return error.message ?? 'is not valid';
  }
}

const list = (values: unknown): string =>
  (Array.isArray(values) ? values : [values]).filter((value) => value !== null && value !== 'null').join(' or ');

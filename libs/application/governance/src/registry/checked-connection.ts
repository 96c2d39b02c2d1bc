import { isExtraField, OMITTABLE_CHAT_FIELDS } from '@radiant/protocol';
import { DIALECTS, SECRET_REFERENCE_FORM, secretReference, type Connection, type Dialect } from '@radiant/registry';
import { checkedChoice, invalid } from '../validation.js';

const API_VERSION = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-preview)?$/;
const HEADER = /^[a-z][a-z0-9-]{0,63}$/;
/** They belong to the connection, or would change what is asked. */
const NO_KEY_HEADERS =
  /^(?:host|accept.*|content-.*|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|cookie|proxy-.*|x-amz-.*|anthropic-.*)$/;
const RENAMED = /^[a-z][a-z_]{0,39}$/;
const RENAMING: readonly Dialect[] = ['openai', 'azure_openai'];
const NEVER_REPLACED = ['model', 'messages', 'stream'];

/** As the API has it; what is not given is the dialect's own. */
export interface ConnectionFields {
  readonly dialect?: string;
  readonly apiVersion?: string | null;
  readonly keyHeader?: string | null;
  readonly omit?: readonly string[];
  readonly rename?: Readonly<Record<string, unknown>>;
  readonly extraFields?: readonly string[];
  readonly ca?: string | null;
  readonly clientCertificate?: string | null;
  readonly clientKey?: string | null;
}

/** All of a provider's `connection`. @throws DomainError `validation_error` naming the field. */
export function checkedConnection(fields: ConnectionFields): Connection {
  const dialect = checkedChoice('connection.dialect', fields.dialect ?? 'openai', DIALECTS);
  const connection: Connection = {
    dialect,
    apiVersion: given(fields.apiVersion, checkedApiVersion),
    keyHeader: given(fields.keyHeader, checkedKeyHeader),
    omit: (fields.omit ?? []).map((name) => checkedField('connection.omit', name)),
    rename: Object.fromEntries(Object.entries(fields.rename ?? {}).map(checkedRename)),
    extraFields: [...new Set((fields.extraFields ?? []).map(checkedExtra))],
    ca: given(fields.ca, (text) => checkedReference('connection.ca', text)),
    clientCertificate: given(fields.clientCertificate, (text) =>
      checkedReference('connection.client_certificate', text),
    ),
    clientKey: given(fields.clientKey, (text) => checkedReference('connection.client_key', text)),
  };
  if ((dialect === 'azure_openai') !== (connection.apiVersion !== undefined)) {
    throw invalid('connection.api_version', 'given for the dialect azure_openai, e.g. 2024-10-21, and for no other');
  }
  if ((connection.clientCertificate === undefined) !== (connection.clientKey === undefined)) {
    throw invalid('connection.client_key', 'given together with connection.client_certificate');
  }
  if (dialect === 'anthropic' && connection.omit.length > 0) {
    throw invalid('connection.dialect', 'another than anthropic where fields are omitted');
  }
  if (!RENAMING.includes(dialect) && Object.keys(connection.rename).length > 0) {
    throw invalid('connection.dialect', 'openai or azure_openai where fields are renamed');
  }
  return connection;
}

/** @throws DomainError `validation_error` naming the field. */
export function checkedReference(field: string, text: string): string {
  if (!secretReference(text)) throw invalid(field, SECRET_REFERENCE_FORM);
  return text;
}

const given = <Given, Value>(value: Given | null | undefined, check: (value: Given) => Value): Value | undefined =>
  value === null || value === undefined ? undefined : check(value);

function checkedApiVersion(text: string): string {
  if (!API_VERSION.test(text)) throw invalid('connection.api_version', 'a date, e.g. 2024-10-21 or 2025-01-01-preview');
  return text;
}

function checkedKeyHeader(name: string): string {
  if (!HEADER.test(name) || NO_KEY_HEADERS.test(name)) {
    throw invalid('connection.key_header', 'the name of a header in lower case that carries a key, e.g. x-api-key');
  }
  return name;
}

function checkedField(field: string, name: string): string {
  if (!OMITTABLE_CHAT_FIELDS.has(name)) throw invalid(field, `names among ${[...OMITTABLE_CHAT_FIELDS].join(', ')}`);
  return name;
}

function checkedExtra(name: string): string {
  if (isExtraField(name)) return name;
  throw invalid(
    'connection.extra_fields',
    'names in lower-case letters and _ of fields that the gateway does not handle',
  );
}

function checkedRename([name, other]: [string, unknown]): [string, string] {
  if (typeof other !== 'string' || !RENAMED.test(other) || NEVER_REPLACED.includes(other)) {
    throw invalid('connection.rename', 'an object from names of fields to names of lower-case letters and _');
  }
  return [checkedField('connection.rename', name), other];
}

/** As the API has it. */
export const toldOfConnection = (connection: Connection): object => ({
  dialect: connection.dialect,
  api_version: connection.apiVersion,
  key_header: connection.keyHeader,
  omit: connection.omit,
  rename: connection.rename,
  extra_fields: connection.extraFields,
  ca: connection.ca,
  client_certificate: connection.clientCertificate,
  client_key: connection.clientKey,
});

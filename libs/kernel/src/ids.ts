import { DomainError } from './errors.js';

declare const brand: unique symbol;

/** A string that only its parser may produce, so that one kind of id can't stand in for another. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Branded<'TenantId'>;
export type AppId = Branded<'AppId'>;
export type UserId = Branded<'UserId'>;
export type ApiKeyId = Branded<'ApiKeyId'>;
export type RequestId = Branded<'RequestId'>;
export type SessionId = Branded<'SessionId'>;
export type MappingId = Branded<'MappingId'>;
export type ModelId = Branded<'ModelId'>;
export type ProviderId = Branded<'ProviderId'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$/;

/** Whether `text` is a lower-case UUID. */
export const isUuid = (text: string): boolean => UUID.test(text);

const parser =
  <Id extends string>(field: string, pattern: RegExp, expected: string, normalise = (text: string) => text) =>
  (text: string, called = field): Id => {
    const id = normalise(text);
    if (!pattern.test(id))
      throw new DomainError('validation_error', `${called} must be ${expected}`, { field: called });
    return id as Id; // the only place where a plain string becomes this id
  };

const uuidParser = <Id extends string>(field: string) =>
  parser<Id>(field, UUID, 'a UUID', (text) => text.toLowerCase());
const nameParser = <Id extends string>(field: string) =>
  parser<Id>(field, NAME, '1 to 200 letters, digits or . _ : / @ -, beginning with a letter or digit');

/** Parsers of ids. `called` is what the field is called where it came from. @throws DomainError `validation_error` naming it. */
export const tenantId = uuidParser<TenantId>('tenant id');
export const apiKeyId = uuidParser<ApiKeyId>('API key id');
export const requestId = uuidParser<RequestId>('request id');
export const sessionId = uuidParser<SessionId>('session_id');
export const mappingId = uuidParser<MappingId>('mapping_id');
export const appId = nameParser<AppId>('app_id');
export const userId = nameParser<UserId>('user id');
export const modelId = nameParser<ModelId>('model');
export const providerId = nameParser<ProviderId>('provider');

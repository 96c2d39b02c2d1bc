import { DomainError } from '@radiant/kernel';
import { DIALECTS, PLAIN_CONNECTION, type Connection } from '@radiant/registry';

/** The API's `connection` object as it is stored. @throws DomainError `service_unavailable` when it is not one. */
export function storedConnection(stored: object): Connection {
  const fields = new Map<string, unknown>(Object.entries(stored));
  if (fields.size === 0) return PLAIN_CONNECTION;
  return {
    dialect: DIALECTS.find((dialect) => dialect === fields.get('dialect')) ?? broken(),
    apiVersion: text(fields.get('api_version')),
    keyHeader: text(fields.get('key_header')),
    omit: words(fields.get('omit') ?? []),
    rename: renamed(fields.get('rename') ?? {}),
    extraFields: words(fields.get('extra_fields') ?? []),
    ca: text(fields.get('ca')),
    clientCertificate: text(fields.get('client_certificate')),
    clientKey: text(fields.get('client_key')),
  };
}

export const connectionColumn = (connection: Connection): string =>
  JSON.stringify({
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

function renamed(value: unknown): Connection['rename'] {
  if (typeof value !== 'object' || value === null) return broken();
  return Object.fromEntries(Object.entries(value).map(([name, other]) => [name, word(other)]));
}

const text = (value: unknown): string | undefined => (value === undefined ? undefined : word(value));

const words = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(word) : broken());

const word = (value: unknown): string => (typeof value === 'string' ? value : broken());

function broken(): never {
  throw new DomainError('service_unavailable', 'a stored row is not valid');
}

/** The shapes in which upstreams take a call. */
export const DIALECTS = ['openai', 'azure_openai', 'openai_responses', 'anthropic'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** How an upstream is spoken to, beside its address and its key. */
export interface Connection {
  readonly dialect: Dialect;
  /** The `api-version` that `azure_openai` names in its addresses, e.g. `2024-10-21`. */
  readonly apiVersion: string | undefined;
  /** The header that carries the key, in lower case; undefined: the dialect's own. */
  readonly keyHeader: string | undefined;
  /** Fields of a request that this upstream does not take. */
  readonly omit: readonly string[];
  /** Fields that it takes under another name. */
  readonly rename: Readonly<Record<string, string>>;
  /** Fields of a request that the gateway does not know and this upstream is to be sent. */
  readonly extraFields: readonly string[];
  /** A reference to the certificates (PEM) that are believed of this upstream, and no others; undefined: the usual ones. */
  readonly ca: string | undefined;
  /** References to the certificate and its key (PEM) by which the gateway shows itself; both or none. */
  readonly clientCertificate: string | undefined;
  readonly clientKey: string | undefined;
}

/** What a provider has that says nothing of it. */
export const PLAIN_CONNECTION: Connection = {
  dialect: 'openai',
  apiVersion: undefined,
  keyHeader: undefined,
  omit: [],
  rename: {},
  extraFields: [],
  ca: undefined,
  clientCertificate: undefined,
  clientKey: undefined,
};

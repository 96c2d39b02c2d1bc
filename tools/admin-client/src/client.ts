import createClient, { type Client } from 'openapi-fetch';
import type { paths as AdminPaths } from '../generated/admin-api.js';
import type { paths as PublicPaths } from '../generated/public-api.js';

export type AdminClient = Client<AdminPaths>;
export type PublicClient = Client<PublicPaths>;

/** @param token of an administrator. @param tenantId the tenant that a super administrator acts on. */
export const adminClient = (baseUrl: string, token: string, tenantId?: string): AdminClient =>
  createClient<AdminPaths>({
    baseUrl,
    headers: { authorization: `Bearer ${token}`, ...(tenantId !== undefined && { 'x-tenant-id': tenantId }) },
  });

/** @param credential a token of a person, or an API key. */
export const publicClient = (baseUrl: string, credential: string): PublicClient =>
  createClient<PublicPaths>({ baseUrl, headers: { authorization: `Bearer ${credential}` } });

/** What the API refused. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Answered<Data> {
  readonly data?: { readonly data: Data };
  readonly error?: { readonly error: { readonly code: string; readonly message: string } };
  readonly response: Response;
}

/** `data` of the envelope. @throws ApiError what the API refused. */
export function done<Data>({ data, error, response }: Answered<Data>): Data {
  if (data) return data.data;
  throw new ApiError(response.status, error?.error.code ?? 'none', error?.error.message ?? response.statusText);
}

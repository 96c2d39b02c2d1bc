import { rootCertificates } from 'node:tls';
import type { UpstreamSecrets } from '@radiant/inference';
import type { Connection } from '@radiant/registry';

/** PEM. What is undefined is Node's own. */
export interface TlsMaterial {
  readonly ca: readonly string[] | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/** @param caBundle certificates (PEM) that are believed besides the public ones. */
export const trustedBundle = (caBundle: string | undefined): readonly string[] | undefined =>
  caBundle === undefined ? undefined : [...rootCertificates, caBundle];

/** As it is now: a certificate that is rotated is shown by the next connection. @throws DomainError `service_unavailable`. */
export async function tlsMaterial(
  { ca, clientCertificate, clientKey }: Connection,
  secrets: UpstreamSecrets,
  bundle: readonly string[] | undefined,
): Promise<TlsMaterial> {
  const pem = async (reference: string | undefined): Promise<string | undefined> =>
    reference === undefined ? undefined : (await secrets.read(reference)).replaceAll('\\n', '\n');
  const [own, cert, key] = await Promise.all([ca, clientCertificate, clientKey].map(pem));
  return { ca: own === undefined ? bundle : [own], cert, key };
}

/** Whether two are the same, so that what was made of one serves on. */
export const sameMaterial = (one: TlsMaterial, other: TlsMaterial): boolean =>
  one.cert === other.cert && one.key === other.key && String(one.ca) === String(other.ca);

import { readFileSync } from 'node:fs';
import { EnvironmentError, type Environment } from '@radiant/nest-kit';
import type { UpstreamRules } from '@radiant/providers';

/** The proxies and certificates of whatever leaves this process. @throws EnvironmentError naming the variable. */
export function outbound({ egress }: Environment): Pick<UpstreamRules, 'proxies' | 'caBundle'> {
  const { httpsProxy, httpProxy, noProxy, caFile } = egress;
  return {
    proxies: { httpsProxy, httpProxy, noProxy },
    ...(caFile !== undefined && { caBundle: certificates(caFile) }),
  };
}

function certificates(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8');
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  } catch {
    // said below
  }
  throw new EnvironmentError(['RADIANT_UPSTREAM_CA_FILE must be a readable file of certificates in PEM']);
}

import { parseArgs } from 'node:util';
import { tenantId, userId } from '@radiant/kernel';

export interface TokenOptions {
  readonly tenantId: string;
  readonly userId: string;
  readonly groups: readonly string[];
  readonly appId: string | undefined;
}

export const USAGE = 'npm run -s token -- --tenant ID --user ID [--groups admin,auditor] [--app ID]';

/** @throws Error that says what is missing. */
export function readOptions(args: readonly string[]): TokenOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tenant: { type: 'string' },
      user: { type: 'string' },
      groups: { type: 'string', default: '' },
      app: { type: 'string' },
    },
  });
  if (values.tenant === undefined) throw new Error('--tenant is missing');
  if (values.user === undefined) throw new Error('--user is missing');
  return {
    tenantId: tenantId(values.tenant),
    userId: userId(values.user),
    groups: values.groups
      .split(',')
      .map((group) => group.trim())
      .filter((group) => group !== ''),
    appId: values.app,
  };
}

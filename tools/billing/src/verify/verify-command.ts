import { isUuid, tenantId } from '@radiant/kernel';
import { administrationEnvironment } from '@radiant/start';
import { verifyDatabase } from './verify-database.js';

/** Proves the books of the administration's database. @returns the exit code. */
export async function verifyCommand(tenant: string | undefined, each: boolean): Promise<number> {
  if (tenant !== undefined && !isUuid(tenant.toLowerCase())) {
    process.stderr.write('--tenant must be the id of a tenant.\n');
    return 2;
  }
  try {
    const addsUp = await verifyDatabase({
      environment: administrationEnvironment(process.env),
      tenantId: tenant === undefined ? undefined : tenantId(tenant),
      each,
      say: (text) => void process.stdout.write(text),
    });
    return addsUp ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'the books could not be read'}\n`);
    return 1;
  }
}

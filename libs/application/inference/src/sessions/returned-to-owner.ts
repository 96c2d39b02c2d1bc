import type { MappingId, TenantId } from '@radiant/kernel';
import {
  NONE_RETURNED,
  restoresReplies,
  returnedOriginals,
  type CachedPhiPolicies,
  type PhiVault,
  type ReturnedOriginals,
} from '@radiant/phi';

/** The originals that whoever began a session is shown again: those that its policy would put back into a reply. */
export async function returnedToOwner(
  vault: PhiVault,
  policies: CachedPhiPolicies,
  tenantId: TenantId,
  mappingId: MappingId | undefined,
): Promise<ReturnedOriginals> {
  if (mappingId === undefined) return NONE_RETURNED;
  const policy = await policies.forTenant(tenantId);
  if (!restoresReplies(policy)) return NONE_RETURNED;
  const mapping = await vault.read(tenantId, mappingId);
  const originals = mapping?.entries.map(({ placeholder, original }) => [placeholder, original] as const);
  return returnedOriginals(policy, new Map(originals));
}

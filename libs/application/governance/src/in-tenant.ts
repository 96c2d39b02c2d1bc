import type { Tenant } from '@radiant/identity';
import { DomainError, PLATFORM_TENANT, type TenantId } from '@radiant/kernel';
import type { Actor } from './actor.js';
import type { GovernanceTransaction, GovernanceTransactions } from './ports/governance-transactions.js';

/**
 * A transaction of the tenant for an actor who may act on it: one of its own, or a super administrator.
 * @throws DomainError `not_found`, alike for a tenant that is not there and for one that is not the actor's; what `work`
 * throws, with everything undone; `service_unavailable`.
 */
export async function inTenant<Result>(
  transactions: GovernanceTransactions,
  actor: Actor,
  tenantId: TenantId,
  work: (transaction: GovernanceTransaction, tenant: Tenant) => Promise<Result>,
): Promise<Result> {
  if (!mayActOn(actor, tenantId)) throw unknown('tenant');
  return transactions.run(tenantId, async (transaction) => work(transaction, await found(transaction, tenantId)));
}

/**
 * As `inTenant` for what takes long and changes nothing: the tenant is looked up before and not held meanwhile. The
 * platform's own trail belongs to no tenant and is for super administrators.
 */
export async function readingIn<Result>(
  transactions: GovernanceTransactions,
  actor: Actor,
  tenantId: TenantId,
  work: (transaction: GovernanceTransaction) => Promise<Result>,
): Promise<Result> {
  await checkTenant(transactions, actor, tenantId);
  return transactions.run(tenantId, work);
}

/** What `readingIn` asks for first, where something is to be done before the transaction. @throws as `inTenant`. */
export async function checkTenant(
  transactions: GovernanceTransactions,
  actor: Actor,
  tenantId: TenantId,
): Promise<void> {
  if (!mayActOn(actor, tenantId)) throw unknown('tenant');
  if (tenantId !== PLATFORM_TENANT) await transactions.run(tenantId, (transaction) => found(transaction, tenantId));
}

/** @throws DomainError `conflict` for a tenant that is deleted: nothing that lets anybody in is made for it any more. */
export function checkNotDeleted({ status }: Tenant): void {
  if (status === 'deleted') throw new DomainError('conflict', 'the tenant is deleted');
}

/** The one answer for what is not there and for what is somebody else's. @param what e.g. `API key`. */
export const unknown = (what: string): DomainError => new DomainError('not_found', `there is no such ${what}`);

const mayActOn = ({ principal }: Actor, tenantId: TenantId): boolean =>
  principal.tenantId === tenantId || principal.roles.includes('super_admin');

async function found(transaction: GovernanceTransaction, tenantId: TenantId): Promise<Tenant> {
  const tenant = await transaction.tenants.find(tenantId);
  if (!tenant) throw unknown('tenant');
  return tenant;
}

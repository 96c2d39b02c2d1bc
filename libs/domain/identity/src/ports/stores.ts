import type { ApiKeyId, AppId, Instant, Page, Slice, TenantId } from '@radiant/kernel';
import type { ManagedApiKey } from '../api-key.js';
import type { AppUser, AppUserId, Invitation, InvitationId } from '../app-user.js';
import type { BreakGlassGrant, BreakGlassId } from '../break-glass.js';
import type { LegalHold, LegalHoldId } from '../legal-hold.js';
import type { Tenant } from '../tenant.js';
import type { App } from './app-directory.js';

/**
 * What administrators keep. The stores of a tenant's things are handed out by a transaction that belongs to one tenant;
 * whatever is asked of them, they see and take nothing of another. Lists come newest first. Every `add` throws
 * DomainError `conflict` when the id, or what else must be unique, is taken, and every `save` `not_found` when there is
 * no such row; the transaction can go on after either. What `find` of a store with a `save` found is found by no other
 * transaction until this one ends, so that a change is made to what stands and none is lost. Texts that are stored
 * sealed read as empty once the tenant's key was destroyed.
 */
export abstract class TenantStore {
  abstract find(id: TenantId): Promise<Tenant | undefined>;
  abstract add(tenant: Tenant): Promise<void>;
  /** Everything but id, app and creation. */
  abstract save(tenant: Tenant): Promise<void>;
}

export abstract class ApiKeyStore {
  abstract list(slice: Slice): Promise<Page<ManagedApiKey>>;
  abstract find(id: ApiKeyId): Promise<ManagedApiKey | undefined>;
  abstract add(key: ManagedApiKey): Promise<void>;
  /** Name, scopes, limits, forwarder flag, expiry, revocation and successor; nothing else of a key changes. */
  abstract save(key: ManagedApiKey): Promise<void>;
}

export abstract class AppStore {
  /** By id. */
  abstract all(): Promise<readonly App[]>;
  abstract add(app: App): Promise<void>;
  /** Name and status. */
  abstract save(app: App): Promise<void>;
}

export abstract class AppUserStore {
  abstract list(slice: Slice, appId?: AppId): Promise<Page<AppUser>>;
  abstract find(id: AppUserId): Promise<AppUser | undefined>;
  /** Adds the person, or finds the row of the same app and subject and sets its invitation and status. */
  abstract put(user: AppUser): Promise<AppUser>;
  /** @throws DomainError `not_found`. */
  abstract saveStatus(id: AppUserId, status: AppUser['status']): Promise<void>;
}

export abstract class InvitationStore {
  abstract list(slice: Slice): Promise<Page<Invitation>>;
  abstract find(id: InvitationId): Promise<Invitation | undefined>;
  abstract findByToken(tokenHash: string): Promise<Invitation | undefined>;
  abstract add(invitation: Invitation): Promise<void>;
  /** Acceptance and revocation. @returns false when it was accepted or revoked meanwhile, and then nothing changes. */
  abstract close(
    id: InvitationId,
    how: { readonly acceptedAt: Instant } | { readonly revokedAt: Instant },
  ): Promise<boolean>;
}

export interface TokenRevocation {
  readonly id: string;
  readonly kind: 'token' | 'user';
  /** SHA-256 of the token in hex, or the user's id. */
  readonly value: string;
  /** Tokens of a user issued before it are meant. */
  readonly issuedBefore: Instant;
  /** When every token meant has expired anyway. */
  readonly expiresAt: Instant;
  readonly revokedBy: string;
}

export abstract class TokenRevocations {
  abstract add(revocation: TokenRevocation): Promise<void>;
}

export abstract class BreakGlassStore {
  abstract list(slice: Slice): Promise<Page<BreakGlassGrant>>;
  abstract find(id: BreakGlassId): Promise<BreakGlassGrant | undefined>;
  abstract add(grant: BreakGlassGrant): Promise<void>;
  /** Status, dates, decision and review; who asked for it and why stay as they are. */
  abstract save(grant: BreakGlassGrant): Promise<void>;
}

export abstract class LegalHoldStore {
  abstract list(slice: Slice): Promise<Page<LegalHold>>;
  abstract find(id: LegalHoldId): Promise<LegalHold | undefined>;
  abstract add(hold: LegalHold): Promise<void>;
  /** @returns false when there is no such hold or it was released before, and then nothing changes. */
  abstract release(id: LegalHoldId, by: string, at: Instant): Promise<boolean>;
}

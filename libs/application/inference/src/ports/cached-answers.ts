import type { Instant, TenantId } from '@radiant/kernel';

/**
 * Whole answers, kept for calls that ask the same; marks in the places of placeholders. Each is sealed under its tenant's
 * data key. All throw DomainError `service_unavailable`, and `not_found` once the tenant's key was destroyed.
 */
export abstract class CachedAnswers {
  /**
   * @param key of the question, in hex; it says nothing to who has no key of the tenant's.
   * @returns undefined when nothing is kept under it, or only of another tenant or until an earlier instant.
   */
  abstract find(tenantId: TenantId, key: string): Promise<string | undefined>;

  /** Takes the place of what was kept. An answer for which there is no room is not kept. @param until excluded. */
  abstract keep(tenantId: TenantId, key: string, answer: string, until: Instant): Promise<void>;
}

export { authorize } from './access/authorize.js';
export { allows, isStaff, type Permission, type Role } from './access/permissions.js';
export { mayUseModel, parseScopes, type Scopes } from './access/scopes.js';
export type { AdminSessionOptions } from './admin-session-limits.js';
export {
  API_KEY,
  mintApiKey,
  type ApiKey,
  type ApiKeyLimits,
  type FoundApiKey,
  type ManagedApiKey,
  type MintedApiKey,
} from './api-key.js';
export { boundApp, callingApp, oversees, reachesApp } from './app-reach.js';
export { actInApp, actOnTenant, assertInService, routeApp } from './app-route.js';
export type { AppUser, AppUserId, Invitation, InvitationId } from './app-user.js';
export { auditActor } from './audit-actor.js';
export { AuthenticateApiKey } from './authenticate-api-key.js';
export { AuthenticateCredential } from './authenticate-credential.js';
export { AuthenticateToken } from './authenticate-token.js';
export { CachedTenantRules } from './cached-tenant-rules.js';
export { CredentialRefused } from './credential-refused.js';
export type { BreakGlassGrant, BreakGlassId } from './break-glass.js';
export type { LegalHold, LegalHoldId } from './legal-hold.js';
export type { ClaimedIdentity } from './claims.js';
export { AdminSessions } from './ports/admin-sessions.js';
export { ApiKeyDirectory } from './ports/api-key-directory.js';
export { AppDirectory, type App } from './ports/app-directory.js';
export {
  ApiKeyStore,
  AppStore,
  AppUserStore,
  BreakGlassStore,
  InvitationStore,
  LegalHoldStore,
  TenantStore,
  TokenRevocations,
  type TokenRevocation,
} from './ports/stores.js';
export { TenantDirectory, type TenantFilter } from './ports/tenant-directory.js';
export { TenantRules } from './ports/tenant-rules.js';
export { TokenStandings, type TokenIdentity, type TokenStanding } from './ports/token-standings.js';
export { TokenVerifier, type VerifiedToken } from './ports/token-verifier.js';
export { lastingKey, type Principal, type PrincipalToken } from './principal.js';
export { appUserId, breakGlassId, invitationId, legalHoldId } from './record-ids.js';
export { TENANT_STATUSES, UNREADABLE, type Tenant, type TenantSettings, type TenantStatus } from './tenant.js';

import type { Budget, Invoice } from '@radiant/billing';
import type { Webhook, WebhookDelivery } from '@radiant/governance';
import type {
  App,
  AppUser,
  BreakGlassGrant,
  Invitation,
  LegalHold,
  ManagedApiKey,
  Tenant,
  TokenRevocation,
} from '@radiant/identity';
import type { AuditEvent, TenantId } from '@radiant/kernel';
import type { KeptCorrections } from '../billing/memory-corrections.js';
import type { KeptProviderBill } from '../billing/memory-provider-bills.js';
import type { KeptMarkup } from '../billing/memory-markups.js';
import type { ReidentificationOfText } from '@radiant/phi';
import type { Agreement, AgreementWarning, Model, PriceImport, Provider, RoutingRule } from '@radiant/registry';

/** A revocation with whose tokens it is about. */
export interface StoredTokenRevocation extends TokenRevocation {
  readonly tenantId: TenantId;
}

/** Everything that a transaction can change. */
export interface GovernanceState {
  readonly tenants: Tenant[];
  readonly apps: App[];
  readonly apiKeys: ManagedApiKey[];
  readonly appUsers: AppUser[];
  readonly invitations: Invitation[];
  readonly tokenRevocations: StoredTokenRevocation[];
  readonly breakGlass: BreakGlassGrant[];
  readonly legalHolds: LegalHold[];
  readonly reidentifications: ReidentificationOfText[];
  readonly budgets: Budget[];
  readonly invoices: Invoice[];
  readonly markups: KeptMarkup[];
  readonly webhooks: Webhook[];
  readonly webhookDeliveries: WebhookDelivery[];
  readonly corrections: KeptCorrections[];
  readonly providers: Provider[];
  readonly models: Model[];
  readonly agreements: Agreement[];
  readonly agreementWarnings: AgreementWarning[];
  readonly rules: RoutingRule[];
  readonly priceImports: PriceImport[];
  readonly providerBills: KeptProviderBill[];
  readonly events: AuditEvent[];
}

export const nothing = (): GovernanceState => ({
  tenants: [],
  apps: [],
  apiKeys: [],
  appUsers: [],
  invitations: [],
  tokenRevocations: [],
  breakGlass: [],
  legalHolds: [],
  reidentifications: [],
  budgets: [],
  invoices: [],
  markups: [],
  webhooks: [],
  webhookDeliveries: [],
  corrections: [],
  providers: [],
  models: [],
  agreements: [],
  agreementWarnings: [],
  rules: [],
  priceImports: [],
  providerBills: [],
  events: [],
});

import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { OpenAuditBody, SignatureVerifier } from '@radiant/audit';
import { CostReports, ProviderCosts } from '@radiant/billing';
import {
  AccessReview,
  AddAgreement,
  AddApp,
  AddModel,
  AddPrice,
  DecidePriceImport,
  ListPriceImports,
  ProposePrices,
  ReadPriceImport,
  AddProvider,
  Alerts,
  ApiKeyMint,
  AuditStores,
  BreachScope,
  ChangeAgreement,
  ChangeApiKey,
  ChangeApp,
  ChangeAppUser,
  ChangeModel,
  ChangeProvider,
  ChangeTenant,
  Checkpoints,
  CreateTenant,
  DecideBreakGlass,
  DecideReidentification,
  DeleteTenant,
  Disclosures,
  ExportAudit,
  GovernanceTransactions,
  Invite,
  InvoiceIssuer,
  IssueApiKey,
  ListAgreementWarnings,
  ListApiKeys,
  ListApprovals,
  ListAppUsers,
  ListBreakGlass,
  ListInvitations,
  ListLegalHolds,
  ListReidentifications,
  ListTenants,
  PhiConfigs,
  PreviewPolicies,
  PlaceLegalHold,
  PurgeAudit,
  PutRoutingRule,
  ReadTenant,
  ReleaseLegalHold,
  RemoveRoutingRule,
  RequestBreakGlass,
  ReviewBreakGlass,
  RevokeApiKey,
  RevokeInvitation,
  RevokeTokens,
  RewrapDataKeys,
  RotateApiKey,
  RotateDataKey,
  SearchAudit,
  ShredKey,
  TenantKeys,
  VerifyAudit,
  WebhookAddresses,
} from '@radiant/governance';
import { AppDirectory, TenantDirectory } from '@radiant/identity';
import { Clock, Digest, IdGenerator, KeyedDigest } from '@radiant/kernel';
import {
  bind,
  Deployment,
  HealthChecks,
  MetricsController,
  MetricsSource,
  ProbesController,
  provide,
  ScrapeController,
  type ApiTitle,
  type Environment,
} from '@radiant/nest-kit';
import { PostgresReplicas } from '@radiant/postgres';
import { RegistryStore } from '@radiant/registry';
import type { Adapters } from './adapters.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { AppUsersController } from './app-users/app-users.controller.js';
import { InvitationsController } from './app-users/invitations.controller.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { AppsController } from './apps/apps.controller.js';
import { AccessReviewController } from './audit/access-review.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { DisclosuresController } from './audit/disclosures.controller.js';
import { BaasController } from './baas/baas.controller.js';
import { BreakGlassController } from './break-glass/break-glass.controller.js';
import { DataKeysController } from './data-keys/data-keys.controller.js';
import { BudgetsController } from './budgets/budgets.controller.js';
import { CorrectionsController } from './corrections/corrections.controller.js';
import { CorrectionsOfTenantController } from './corrections/corrections-of-tenant.controller.js';
import { InvoicesController } from './invoices/invoices.controller.js';
import { MarkupsController } from './markups/markups.controller.js';
import { MONEY } from './money-use-cases.js';
import { LegalHoldsController } from './legal-holds/legal-holds.controller.js';
import { ModelsController } from './models/models.controller.js';
import { PoliciesController } from './policies/policies.controller.js';
import { PriceImportsController } from './price-imports/price-imports.controller.js';
import { PricesController } from './prices/prices.controller.js';
import { ProviderBillsController } from './provider-bills/provider-bills.controller.js';
import { ProvidersController } from './providers/providers.controller.js';
import { ReidentificationsController } from './reidentifications/reidentifications.controller.js';
import { ReportsController } from './reports/reports.controller.js';
import { UsageExportController } from './reports/usage-export.controller.js';
import { RoutingController } from './routing/routing.controller.js';
import { CheckedPhiConfigs } from './tenants/checked-phi-configs.js';
import { TenantsController } from './tenants/tenants.controller.js';
import { TokensController } from './tokens/tokens.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

export const ADMIN_API_CONTROLLERS = [
  TenantsController,
  ApiKeysController,
  AppUsersController,
  InvitationsController,
  TokensController,
  AppsController,
  ProvidersController,
  ModelsController,
  PricesController,
  PriceImportsController,
  BaasController,
  RoutingController,
  AuditController,
  DisclosuresController,
  AccessReviewController,
  BudgetsController,
  WebhooksController,
  InvoicesController,
  MarkupsController,
  CorrectionsController,
  CorrectionsOfTenantController,
  ProviderBillsController,
  ReportsController,
  UsageExportController,
  LegalHoldsController,
  ApprovalsController,
  PoliciesController,
  BreakGlassController,
  ReidentificationsController,
  DataKeysController,
  MetricsController,
  ScrapeController,
  ProbesController,
];

export const ADMIN_API: ApiTitle = {
  title: 'RADIANT administration API',
  about:
    'The API for operators, compliance and finance. It runs in a process of its own and is deployed apart. ' +
    'Authenticate with a token of your identity provider as `Authorization: Bearer <token>`; groups give the roles ' +
    '`operator`, `auditor`, `admin` and `super_admin`. A super administrator acts on another tenant with `X-Tenant-Id`.',
};

/** The administration API. */
@Module({})
export class AdminApiModule {
  static with(environment: Environment, adapters: Adapters): DynamicModule {
    return {
      module: AdminApiModule,
      controllers: [...ADMIN_API_CONTROLLERS],
      providers: [...ports(environment, adapters), ...TENANTS, ...REGISTRY, ...MONEY, ...PEOPLE, ...TRAIL, ...KEYS],
    };
  }
}

function ports(environment: Environment, adapters: Adapters): Provider[] {
  const { appId, name, tier, breakGlassApproval } = environment;
  const { governance, ids, clock, digest, alerts } = adapters;
  return [
    bind(Deployment, () => new Deployment(appId, name, tier)),
    bind(HealthChecks, () => new HealthChecks(adapters.checks)),
    bind(MetricsSource, () => adapters.metricsSource),
    bind(PostgresReplicas, () => adapters.replicas),
    bind(Clock, () => clock),
    bind(IdGenerator, () => ids),
    bind(Digest, () => digest),
    bind(KeyedDigest, () => adapters.keyedDigest),
    bind(GovernanceTransactions, () => governance),
    bind(AuditStores, () => adapters.auditStores),
    bind(OpenAuditBody, () => adapters.bodies),
    bind(Checkpoints, () => adapters.checkpoints),
    bind(SignatureVerifier, () => adapters.signatures),
    bind(CostReports, () => adapters.costReports),
    bind(ProviderCosts, () => adapters.providerCosts),
    bind(TenantDirectory, () => adapters.tenantDirectory),
    bind(AppDirectory, () => adapters.access.apps),
    bind(RegistryStore, () => adapters.registryStore),
    bind(TenantKeys, () => adapters.dataKeys),
    bind(PhiConfigs, () => new CheckedPhiConfigs()),
    bind(PreviewPolicies, () => previews(adapters)),
    bind(Alerts, () => alerts),
    bind(WebhookAddresses, () => adapters.webhookAddresses),
    bind(InvoiceIssuer, () => new InvoiceIssuer(environment.invoiceIssuer)),
    bind(ApiKeyMint, () => new ApiKeyMint(name, ids, digest)),
    bind(RequestBreakGlass, () => new RequestBreakGlass(governance, ids, clock, alerts, breakGlassApproval)),
  ];
}

const previews = ({ governance, ids, clock, auditStores, bodies, usageReports, registryStore, phiFloor }: Adapters) =>
  new PreviewPolicies(
    governance,
    ids,
    clock,
    auditStores,
    bodies,
    usageReports,
    registryStore,
    new CheckedPhiConfigs(),
    phiFloor,
  );

const TENANTS: Provider[] = [
  provide(CreateTenant, GovernanceTransactions, IdGenerator, Clock, PhiConfigs),
  provide(ListTenants, GovernanceTransactions, IdGenerator, Clock, TenantDirectory),
  provide(ReadTenant, GovernanceTransactions, IdGenerator, Clock),
  provide(ChangeTenant, GovernanceTransactions, IdGenerator, Clock, PhiConfigs),
  provide(DeleteTenant, GovernanceTransactions, IdGenerator, Clock, TenantKeys),
  provide(AddApp, GovernanceTransactions, IdGenerator, Clock),
  provide(ChangeApp, GovernanceTransactions, IdGenerator, Clock),
];

const REGISTRY: Provider[] = [
  provide(AddProvider, GovernanceTransactions, IdGenerator, Clock),
  provide(ChangeProvider, GovernanceTransactions, IdGenerator, Clock),
  provide(AddModel, GovernanceTransactions, IdGenerator, Clock),
  provide(ChangeModel, GovernanceTransactions, IdGenerator, Clock),
  provide(AddPrice, GovernanceTransactions, IdGenerator, Clock),
  provide(ProposePrices, GovernanceTransactions, RegistryStore, IdGenerator, Clock),
  provide(DecidePriceImport, GovernanceTransactions, IdGenerator, Clock),
  provide(ListPriceImports, GovernanceTransactions),
  provide(ReadPriceImport, GovernanceTransactions),
  provide(AddAgreement, GovernanceTransactions, IdGenerator, Clock),
  provide(ChangeAgreement, GovernanceTransactions, IdGenerator, Clock),
  provide(ListAgreementWarnings, GovernanceTransactions),
  provide(PutRoutingRule, GovernanceTransactions, IdGenerator, Clock),
  provide(RemoveRoutingRule, GovernanceTransactions, IdGenerator, Clock),
];

const PEOPLE: Provider[] = [
  provide(ListAppUsers, GovernanceTransactions, IdGenerator, Clock),
  provide(ChangeAppUser, GovernanceTransactions, IdGenerator, Clock),
  provide(ListInvitations, GovernanceTransactions, IdGenerator, Clock),
  provide(Invite, GovernanceTransactions, IdGenerator, Clock, Digest),
  provide(RevokeInvitation, GovernanceTransactions, IdGenerator, Clock),
  provide(RevokeTokens, GovernanceTransactions, IdGenerator, Clock, Digest),
  provide(ListApprovals, GovernanceTransactions, IdGenerator, Clock),
  provide(ListBreakGlass, GovernanceTransactions, IdGenerator, Clock),
  provide(DecideBreakGlass, GovernanceTransactions, IdGenerator, Clock),
  provide(ReviewBreakGlass, GovernanceTransactions, IdGenerator, Clock),
  provide(ListReidentifications, GovernanceTransactions, IdGenerator, Clock),
  provide(DecideReidentification, GovernanceTransactions, IdGenerator, Clock),
];

const TRAIL: Provider[] = [
  provide(SearchAudit, GovernanceTransactions, IdGenerator, Clock, AuditStores, OpenAuditBody),
  provide(ExportAudit, GovernanceTransactions, IdGenerator, Clock, AuditStores, OpenAuditBody),
  provide(VerifyAudit, GovernanceTransactions, IdGenerator, Clock, Digest, Checkpoints, SignatureVerifier),
  provide(BreachScope, GovernanceTransactions, IdGenerator, Clock, AuditStores),
  provide(PurgeAudit, GovernanceTransactions, IdGenerator, Clock),
  provide(Disclosures, GovernanceTransactions, IdGenerator, Clock, KeyedDigest),
  provide(AccessReview, GovernanceTransactions, IdGenerator, Clock),
  provide(ListLegalHolds, GovernanceTransactions, IdGenerator, Clock),
  provide(PlaceLegalHold, GovernanceTransactions, IdGenerator, Clock),
  provide(ReleaseLegalHold, GovernanceTransactions, IdGenerator, Clock),
];

const KEYS: Provider[] = [
  provide(ListApiKeys, GovernanceTransactions, IdGenerator, Clock),
  provide(IssueApiKey, GovernanceTransactions, IdGenerator, Clock, ApiKeyMint),
  provide(ChangeApiKey, GovernanceTransactions, IdGenerator, Clock),
  provide(RotateApiKey, GovernanceTransactions, IdGenerator, Clock, ApiKeyMint),
  provide(RevokeApiKey, GovernanceTransactions, IdGenerator, Clock),
  provide(RotateDataKey, GovernanceTransactions, IdGenerator, Clock, TenantKeys),
  provide(RewrapDataKeys, GovernanceTransactions, IdGenerator, Clock, TenantKeys),
  provide(ShredKey, GovernanceTransactions, IdGenerator, Clock, TenantKeys),
];

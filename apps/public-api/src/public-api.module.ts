import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { OpenAuditBody, SettledTrail } from '@radiant/audit';
import {
  RateLimits,
  RecordUsage,
  Reservations,
  ReserveCall,
  Settlements,
  TenantMarkups,
  TokenCounter,
  UsageReports,
} from '@radiant/billing';
import {
  AcceptInvitation,
  GovernanceTransactions,
  ReadReidentification,
  Reidentifier,
  RequestReidentification,
} from '@radiant/governance';
import {
  AdmitCall,
  AdmitToSession,
  AuditCall,
  AskProviders,
  AskRules,
  AuditSession,
  BeginIdempotentCall,
  CallSignals,
  CheckTags,
  ColdLimits,
  DepartCall,
  Departures,
  DeleteResponse,
  DeleteSession,
  IdempotentReplies,
  KeepReply,
  KeepResponse,
  KeepTurn,
  ListSessions,
  LimitRates,
  MeterCall,
  ModelProvider,
  ModelsInUse,
  OpenReceipt,
  OpenSession,
  Pause,
  PrepareCall,
  ProtectRequest,
  ReadReceipt,
  ReadTexts,
  ReadResponse,
  ReadyModels,
  ReadSession,
  ReceiptCheckpoints,
  ReceiptRows,
  RecallResponses,
  ResponseStore,
  RouteCall,
  SessionKeys,
  SessionStore,
  SettleCall,
} from '@radiant/inference';
import { CachedTenantRules, TenantRules } from '@radiant/identity';
import { AuditTrail, Clock, Digest, IdGenerator, KeyedDigest, Sealer } from '@radiant/kernel';
import {
  bind,
  Deployment,
  HealthChecks,
  Log,
  MetricsSource,
  provide,
  type ApiTitle,
  type Environment,
} from '@radiant/nest-kit';
import {
  CachedPhiPolicies,
  DetectPhi,
  PhiDetector,
  PhiPolicies,
  PhiShield,
  PhiVault,
  PolicyDetection,
  SanitizeTexts,
} from '@radiant/phi';
import {
  ModelActivities,
  ModelRuntime,
  ProviderStandings,
  Registry,
  RegistryStore,
  RetryBudget,
} from '@radiant/registry';
import { SteadyClock } from '@radiant/security';
import type { Adapters } from './adapters.js';
import { chatProviders } from './calls/chat-providers.js';
import { EmbeddingsCalls } from './embeddings/embeddings-calls.js';
import { Issuer } from './issuer/jwks.controller.js';
import { UsableModels } from './models/usable-models.js';
import { PUBLIC_API_CONTROLLERS } from './public-api-controllers.js';
import { ReadingCalls } from './reading/reading-calls.js';
import { HeldSessionKeys } from './sessions/held-session-keys.js';
import { nextTurn } from './token-counter.js';

export const PUBLIC_API: ApiTitle = {
  title: 'RADIANT public API',
  about:
    "The gateway for applications: OpenAI's and Anthropic's shapes under `/v1`, the native API under `/api/v2`. " +
    'Authenticate with a key or a token as `Authorization: Bearer <key>`, or with a key as `x-api-key: <key>`.',
};

/** The choice of what stands behind each port, and what the use cases are built of. */
@Module({})
export class PublicApiModule {
  static with(environment: Environment, adapters: Adapters, log: Log): DynamicModule {
    return {
      module: PublicApiModule,
      controllers: [...PUBLIC_API_CONTROLLERS],
      providers: [
        ...ports(environment, adapters, log),
        ...REGISTRY,
        ...PHI,
        ...MONEY,
        ...CALLS,
        ...chatProviders(adapters),
        ...SESSIONS,
        ...RESPONSES,
        ...RECEIPTS,
        provide(AcceptInvitation, GovernanceTransactions, IdGenerator, Clock, Digest),
      ],
    };
  }
}

function ports(environment: Environment, adapters: Adapters, log: Log): Provider[] {
  const { appId, name, tier } = environment;
  return [
    bind(Log, () => log),
    bind(Deployment, () => new Deployment(appId, name, tier)),
    bind(HealthChecks, () => new HealthChecks(adapters.checks)),
    bind(MetricsSource, () => adapters.metricsSource),
    bind(CallSignals, () => adapters.callSignals),
    bind(Clock, () => adapters.clock),
    bind(SteadyClock, () => adapters.steadyClock),
    bind(IdGenerator, () => adapters.ids),
    bind(Digest, () => adapters.digest),
    bind(RegistryStore, () => adapters.registryStore),
    bind(TenantRules, () => adapters.tenantRules),
    bind(TenantMarkups, () => adapters.tenantMarkups),
    bind(KeyedDigest, () => adapters.keyedDigest),
    bind(AuditTrail, () => adapters.auditTrail),
    bind(SettledTrail, () => adapters.settledTrail),
    bind(GovernanceTransactions, () => adapters.governance),
    bind(Issuer, () => new Issuer(environment.tokenIssuer)),
    bind(PhiPolicies, () => adapters.phiPolicies),
    bind(PhiVault, () => adapters.vault),
    bind(PhiDetector, () => adapters.phiDetector),
    bind(RateLimits, () => adapters.rateLimits),
    bind(Departures, () => adapters.departures),
    bind(IdempotentReplies, () => adapters.idempotentReplies),
    bind(Reservations, () => adapters.reservations),
    bind(Settlements, () => adapters.settlements),
    bind(UsageReports, () => adapters.reports),
    bind(TokenCounter, () => adapters.tokenCounter),
    bind(Sealer, () => adapters.sealer),
    bind(SessionStore, () => adapters.sessions),
    bind(ResponseStore, () => adapters.responses),
    bind(SessionKeys, () => new HeldSessionKeys(adapters.governance, adapters.dataKeys)),
    bind(ReceiptRows, () => adapters.receiptRows),
    bind(ReceiptCheckpoints, () => adapters.receiptCheckpoints),
    bind(ModelProvider, () => adapters.provider),
    bind(Pause, () => adapters.pause),
    bind(ModelRuntime, () => adapters.models.runtime),
    bind(ModelActivities, () => adapters.models.activities),
    bind(ModelsInUse, () => adapters.models.inUse),
    bind(ColdLimits, () => coldLimits(environment)),
    bind(ProviderStandings, () => adapters.standings),
    bind(AskRules, () => new AskRules(adapters.deadlines.totalMs)),
  ];
}

const coldLimits = ({ modelRuntime }: Environment): ColdLimits =>
  new ColdLimits(modelRuntime.coldQueue, modelRuntime.coldWaitSeconds * 1_000);

const REGISTRY: Provider[] = [
  provide(Registry, RegistryStore, Clock, IdGenerator),
  provide(CachedTenantRules, TenantRules, Clock),
  provide(UsableModels, Registry, RouteCall),
  provide(ReadyModels, Registry, ModelRuntime, ModelActivities, Pause, Clock, ColdLimits, CallSignals),
  provide(RouteCall, Registry, CachedTenantRules, TenantMarkups, ReadyModels, ModelsInUse, Clock, ProviderStandings),
  provide(RetryBudget),
];

const PHI: Provider[] = [
  {
    provide: PolicyDetection,
    inject: [PhiDetector],
    useFactory: (detector: PhiDetector) => new PolicyDetection(detector, nextTurn),
  },
  provide(PhiShield, PolicyDetection, PhiVault, Clock, IdGenerator, KeyedDigest),
  provide(CachedPhiPolicies, PhiPolicies, Clock),
  provide(DetectPhi, PolicyDetection, CachedPhiPolicies),
  provide(SanitizeTexts, PhiShield, CachedPhiPolicies),
  provide(Reidentifier, GovernanceTransactions, IdGenerator, Clock, CachedPhiPolicies, PhiVault, KeyedDigest),
  provide(RequestReidentification, GovernanceTransactions, IdGenerator, Clock, Reidentifier),
  provide(ReadReidentification, GovernanceTransactions, Clock, Reidentifier),
];

const MONEY: Provider[] = [
  provide(LimitRates, CachedTenantRules, RateLimits, SteadyClock),
  provide(ReserveCall, Settlements, Clock),
  provide(AdmitCall, ReserveCall, Departures, Reservations, AuditTrail, RecordUsage),
  provide(RecordUsage, Settlements, TokenCounter),
  provide(MeterCall, RecordUsage, LimitRates, Clock),
];

const CALLS: Provider[] = [
  provide(CheckTags, CachedTenantRules, CachedPhiPolicies, PhiShield, Clock),
  provide(ProtectRequest, PhiShield, KeyedDigest),
  provide(
    PrepareCall,
    LimitRates,
    CheckTags,
    RouteCall,
    CachedPhiPolicies,
    ProtectRequest,
    OpenSession,
    AdmitCall,
    AuditCall,
  ),
  provide(OpenReceipt, Digest, PhiDetector, IdGenerator, Clock),
  provide(DepartCall, OpenReceipt, AuditCall, AdmitCall, CallSignals),
  provide(
    AskProviders,
    ProviderStandings,
    RetryBudget,
    AuditCall,
    SettleCall,
    Pause,
    Clock,
    IdGenerator,
    AskRules,
    CallSignals,
  ),
  provide(AuditCall, AuditTrail, SettledTrail, KeyedDigest, Clock, IdGenerator, Digest),
  provide(SettleCall, MeterCall, AuditCall, KeepTurn, KeepResponse, Clock, CallSignals),
  provide(BeginIdempotentCall, IdempotentReplies, KeyedDigest, Clock, AuditTrail, IdGenerator),
  provide(KeepReply, IdempotentReplies, Clock, Pause),
  provide(
    ReadTexts,
    LimitRates,
    CheckTags,
    CachedPhiPolicies,
    RouteCall,
    PhiShield,
    OpenReceipt,
    AdmitCall,
    AuditCall,
    AskProviders,
    ModelProvider,
    SettleCall,
    Clock,
    CallSignals,
  ),
  provide(ReadingCalls, ReadTexts, Clock),
  provide(EmbeddingsCalls, ReadingCalls),
];

const SESSIONS: Provider[] = [
  provide(OpenSession, SessionStore, Clock),
  provide(KeepTurn, SessionStore, Clock),
  provide(AuditSession, AuditTrail, IdGenerator, Clock),
  provide(AdmitToSession, SessionStore),
  provide(ListSessions, SessionStore),
  provide(ReadSession, SessionStore, PhiVault, CachedPhiPolicies, AuditSession),
  provide(DeleteSession, SessionStore, PhiVault, SessionKeys, AuditSession),
];

const RESPONSES: Provider[] = [
  provide(KeepResponse, ResponseStore, Clock),
  provide(RecallResponses, ResponseStore),
  provide(ReadResponse, ResponseStore, PhiVault, CachedPhiPolicies, AuditSession),
  provide(DeleteResponse, ResponseStore, AuditSession),
];

const RECEIPTS: Provider[] = [
  provide(OpenAuditBody, Sealer),
  provide(ReadReceipt, ReceiptRows, OpenAuditBody, ReceiptCheckpoints, SettledTrail),
];

import { Module, type DynamicModule } from '@nestjs/common';
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
  CompleteChat,
  DepartCall,
  Departures,
  DeleteResponse,
  DeleteSession,
  EmbedTexts,
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
  StreamChat,
} from '@radiant/inference';
import { TenantRules } from '@radiant/identity';
import { AuditTrail, Clock, Digest, IdGenerator, KeyedDigest, Sealer } from '@radiant/kernel';
import {
  bind,
  Deployment,
  HealthChecks,
  Log,
  MetricsController,
  MetricsSource,
  ProbesController,
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
import type { Adapters } from './adapters.js';
import { ChatCalls } from './calls/chat-calls.js';
import { NativeChatController } from './chat/native-chat.controller.js';
import { OpenAiChatController } from './chat/openai-chat.controller.js';
import { OpenAiCompletionsController } from './completions/openai-completions.controller.js';
import { EmbeddingsCalls } from './embeddings/embeddings-calls.js';
import { NativeEmbeddingsController } from './embeddings/native-embeddings.controller.js';
import { OpenAiEmbeddingsController } from './embeddings/openai-embeddings.controller.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { Issuer, JwksController } from './issuer/jwks.controller.js';
import { MessagesController } from './messages/messages.controller.js';
import { NativeModelsController } from './models/native-models.controller.js';
import { OpenAiModelsController } from './models/openai-models.controller.js';
import { ProvidersController } from './models/providers.controller.js';
import { PhiController } from './phi/phi.controller.js';
import { ReidentificationController } from './phi/reidentification.controller.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { ResponsesController } from './responses/responses.controller.js';
import { HeldSessionKeys } from './sessions/held-session-keys.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { TimerPause } from './timer-pause.js';
import { nextTurn } from './token-counter.js';
import { UsageController } from './usage/usage.controller.js';

export const PUBLIC_API_CONTROLLERS = [
  OpenAiChatController,
  MessagesController,
  ResponsesController,
  OpenAiCompletionsController,
  OpenAiModelsController,
  NativeChatController,
  OpenAiEmbeddingsController,
  NativeEmbeddingsController,
  NativeModelsController,
  ProvidersController,
  PhiController,
  ReidentificationController,
  SessionsController,
  ReceiptsController,
  UsageController,
  InvitationsController,
  JwksController,
  MetricsController,
  ProbesController,
];

export const PUBLIC_API: ApiTitle = {
  title: 'RADIANT public API',
  about:
    "The gateway for applications: OpenAI's and Anthropic's shapes under `/v1`, the native API under `/api/v2`. " +
    'Authenticate with a key or a token as `Authorization: Bearer <key>`, or with a key as `x-api-key: <key>`.',
};

/** The choice of what stands behind each port, and the order in which the use cases are built. */
@Module({})
export class PublicApiModule {
  static with(environment: Environment, adapters: Adapters, log: Log): DynamicModule {
    const { appId, name, tier } = environment;
    return {
      module: PublicApiModule,
      controllers: [...PUBLIC_API_CONTROLLERS],
      providers: [
        bind(Log, () => log),
        bind(Deployment, () => new Deployment(appId, name, tier)),
        bind(HealthChecks, () => new HealthChecks(adapters.checks)),
        bind(MetricsSource, () => adapters.metricsSource),
        bind(CallSignals, () => adapters.callSignals),
        bind(Clock, () => adapters.clock),
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
        provide(Registry, RegistryStore, Clock, IdGenerator),
        bind(Pause, () => new TimerPause()),
        bind(ModelRuntime, () => adapters.models.runtime),
        bind(ModelActivities, () => adapters.models.activities),
        bind(ModelsInUse, () => adapters.models.inUse),
        bind(ColdLimits, () => coldLimits(environment)),
        provide(ReadyModels, Registry, ModelRuntime, ModelActivities, Pause, Clock, ColdLimits, CallSignals),
        provide(RouteCall, Registry, TenantRules, TenantMarkups, ReadyModels, ModelsInUse, Clock, ProviderStandings),
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
        provide(RecordUsage, Settlements, TokenCounter),
        provide(ReserveCall, Settlements, Clock),
        provide(LimitRates, TenantRules, RateLimits, Clock),
        provide(CheckTags, TenantRules, CachedPhiPolicies, PhiShield, Clock),
        provide(AdmitCall, ReserveCall, Departures, Reservations, AuditTrail, RecordUsage),
        provide(AuditCall, AuditTrail, SettledTrail, KeyedDigest, Clock, IdGenerator, Digest),
        provide(OpenSession, SessionStore, Clock),
        provide(KeepTurn, SessionStore, Clock),
        provide(KeepResponse, ResponseStore, Clock),
        provide(RecallResponses, ResponseStore),
        provide(ReadResponse, ResponseStore, PhiVault, CachedPhiPolicies, AuditSession),
        provide(DeleteResponse, ResponseStore, AuditSession),
        provide(OpenReceipt, Digest, PhiDetector, IdGenerator, Clock),
        provide(ProtectRequest, PhiShield, KeyedDigest),
        provide(
          PrepareCall,
          LimitRates,
          CheckTags,
          RouteCall,
          PhiPolicies,
          ProtectRequest,
          OpenSession,
          AdmitCall,
          AuditCall,
          Clock,
        ),
        provide(BeginIdempotentCall, IdempotentReplies, KeyedDigest, Clock),
        provide(KeepReply, IdempotentReplies, Clock, Pause),
        provide(DepartCall, OpenReceipt, AuditCall, AdmitCall, CallSignals),
        provide(MeterCall, RecordUsage, LimitRates, Clock),
        provide(SettleCall, MeterCall, AuditCall, KeepTurn, KeepResponse, Clock, CallSignals),
        bind(ProviderStandings, () => adapters.standings),
        provide(RetryBudget),
        bind(AskRules, () => new AskRules(adapters.deadlines.totalMs)),
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
        provide(CompleteChat, PrepareCall, DepartCall, RouteCall, AskProviders, ModelProvider, SettleCall, Clock),
        provide(
          EmbedTexts,
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
        provide(EmbeddingsCalls, EmbedTexts, Clock),
        provide(
          StreamChat,
          LimitRates,
          PrepareCall,
          DepartCall,
          RouteCall,
          AskProviders,
          ModelProvider,
          SettleCall,
          AuditCall,
          Clock,
        ),
        provide(AuditSession, AuditTrail, IdGenerator, Clock),
        provide(AdmitToSession, SessionStore),
        provide(ListSessions, SessionStore),
        provide(ReadSession, SessionStore, PhiVault, CachedPhiPolicies, AuditSession),
        provide(DeleteSession, SessionStore, PhiVault, SessionKeys, AuditSession),
        provide(OpenAuditBody, Sealer),
        provide(ReadReceipt, ReceiptRows, OpenAuditBody, ReceiptCheckpoints, SettledTrail),
        provide(AcceptInvitation, GovernanceTransactions, IdGenerator, Clock, Digest),
        provide(ChatCalls, CompleteChat, StreamChat, Clock, Log),
      ],
    };
  }
}

const coldLimits = ({ modelRuntime }: Environment): ColdLimits =>
  new ColdLimits(modelRuntime.coldQueue, modelRuntime.coldWaitSeconds * 1_000);

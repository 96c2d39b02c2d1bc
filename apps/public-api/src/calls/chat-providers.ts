import type { FactoryProvider } from '@nestjs/common';
import { TokenCounter } from '@radiant/billing';
import {
  AdmitCall,
  AnswerCache,
  AskProviders,
  AuditCall,
  CachedAnswers,
  CompleteChat,
  DepartCall,
  ModelProvider,
  OpenReceipt,
  Pause,
  PrepareCall,
  ReuseAnswer,
  RouteCall,
  SettleCall,
  StreamChat,
  StreamPlaces,
} from '@radiant/inference';
import { Clock, IdGenerator, KeyedDigest } from '@radiant/kernel';
import { bind, Log, provide } from '@radiant/nest-kit';
import { PhiDetector } from '@radiant/phi';
import type { Adapters } from '../adapters.js';
import { ChatCalls } from './chat-calls.js';
import { Heartbeats } from './heartbeats.js';

/** What answers a prepared chat call: a provider, or an answer that was kept. */
export const chatProviders = (adapters: Adapters): FactoryProvider[] => [
  bind(StreamPlaces, () => adapters.streams.places),
  bind(CachedAnswers, () => adapters.answers),
  provide(AnswerCache, RouteCall, CachedAnswers, KeyedDigest, PhiDetector, Clock),
  provide(ReuseAnswer, OpenReceipt, AuditCall, AdmitCall, SettleCall, IdGenerator, Clock, Pause),
  provide(
    CompleteChat,
    PrepareCall,
    AnswerCache,
    ReuseAnswer,
    DepartCall,
    RouteCall,
    AskProviders,
    ModelProvider,
    SettleCall,
    Clock,
    Pause,
  ),
  provide(
    StreamChat,
    StreamPlaces,
    PrepareCall,
    AnswerCache,
    ReuseAnswer,
    DepartCall,
    RouteCall,
    AskProviders,
    ModelProvider,
    SettleCall,
    AuditCall,
    TokenCounter,
    Clock,
  ),
  bind(Heartbeats, () => new Heartbeats(adapters.heartbeatMs)),
  provide(ChatCalls, CompleteChat, StreamChat, Clock, Log, Heartbeats),
];

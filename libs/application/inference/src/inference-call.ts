import type { ChatRequestType } from '@radiant/billing';
import type { Principal } from '@radiant/identity';
import type { RequestId, SessionId } from '@radiant/kernel';
import type { PhiCategory } from '@radiant/phi';
import type { ChatRequest, SourcePaths } from '@radiant/protocol';
import type { IdempotentCall } from './idempotency/idempotent-call.js';
import type { PhiSpan } from './protection/marked-slots.js';
import type { ResponseToKeep } from './responses/response-to-keep.js';

/** What a caller may ask of the gateway itself. Nothing here can loosen a policy. */
export interface CallControls {
  readonly sessionId: SessionId | undefined;
  /** `none` leaves placeholders in the answer, whatever the policy would allow. */
  readonly restore: 'response' | 'none' | undefined;
  readonly enablePhi: boolean | undefined;
  readonly phiCategories: readonly PhiCategory[];
  /** What the caller says is PHI. */
  readonly phiSpans: readonly PhiSpan[];
  /** How many of the session's earlier messages are put before those of the call; 0: none. */
  readonly history: number;
  /** `key=value` each, one of a key, sorted: marks of the call in the books, not yet known to be allowed. */
  readonly tags: readonly string[];
  /** `no-store`: no kept answer is taken and none is kept; `no-cache`: none is taken. */
  readonly cache?: 'no-store' | 'no-cache' | undefined;
}

/** What every authenticated call says of itself, whatever it asks for. */
export interface CallFacts {
  readonly requestId: RequestId;
  readonly principal: Principal;
  readonly controls: CallControls;
  /** Set when the caller gave the call a key, so that repeating it does not call again. */
  readonly idempotency: IdempotentCall | undefined;
  /** Set when the answer is a response with an id of its own. */
  readonly response?: {
    /** What is kept under that id; undefined: nothing. */
    readonly kept: ResponseToKeep | undefined;
    /** Whether its session, which no caller named, keeps placeholders alone and no messages. */
    readonly silent: boolean;
  };
  /** Where the request came from, for the audit trail. */
  readonly origin: { readonly ip?: string; readonly userAgent?: string };
  /** Reading of `Clock.elapsed()` when the request arrived, in ms. */
  readonly arrivedAt: number;
  /** Told the id of the call's receipt once nothing but the upstream can refuse it. */
  readonly onDeparture: (receiptId: string) => void;
  /** Told how the limits of its tenant and key stand, as headers. */
  readonly onLimits?: (headers: Readonly<Record<string, string>>) => void;
  /** Told whether the answer was kept from an earlier call, where the tenant has such answers. */
  readonly onCache?: (standing: 'hit' | 'miss') => void;
  /** Told before the call waits for a model that starts: a stream is kept alive from then on. */
  readonly onWaiting?: () => void;
  /** Takes what is to be done when the call is over, however it ends. */
  readonly onOver?: (listener: () => void) => void;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

/** One authenticated, decoded chat call. */
export interface InferenceCall extends CallFacts {
  /** What the books call it, a stream with `.stream` behind it. */
  readonly requestType: ChatRequestType;
  readonly request: ChatRequest;
  /** The places of those of its messages that were kept in its session, placeholders in them. */
  readonly recalled?: ReadonlySet<number>;
  /** How the caller's shape names what is in it; undefined: by the same names. */
  readonly sources?: SourcePaths;
}

/** What is needed of a call while its answer arrives. Fields are named one by one: a spread would carry its texts along. */
export const factsOf = (call: InferenceCall): CallFacts => ({
  requestId: call.requestId,
  principal: call.principal,
  controls: call.controls,
  idempotency: call.idempotency,
  response: call.response,
  origin: call.origin,
  arrivedAt: call.arrivedAt,
  onDeparture: call.onDeparture,
  onLimits: call.onLimits,
  onCache: call.onCache,
  onWaiting: call.onWaiting,
  onOver: call.onOver,
  signal: call.signal,
});

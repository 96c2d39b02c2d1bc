import type { Clock, KeyedDigest, TenantId } from '@radiant/kernel';
import {
  assertNoIdentifiers,
  hiddenCategories,
  Renumbering,
  type Escaping,
  type PhiDetector,
  type PhiPolicy,
} from '@radiant/phi';
import { decodeCompletion, encodeCompletion, type ChatRequest, type Completion } from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import type { InferenceCall } from '../inference-call.js';
import type { CachedAnswers } from '../ports/cached-answers.js';
import type { PreparedCall } from '../prepare-call.js';
import { completionTexts, restoreCompletion, type TextChange } from '../restore-completion.js';
import type { RouteCall } from '../route-call.js';
import { saidEscaping } from '../text-restoration.js';
import { isReusable, isWhole } from './reusable.js';

/** The first element of what is digested; a change of the form is a new number. */
const FORMAT = 1;
const PURPOSE = 'answer-cache';

/** Where the answer to a call is kept, or would be. */
export interface CachePlace {
  readonly key: string;
  readonly seconds: number;
  /** The route for whose answers it is. */
  readonly route: Route;
  readonly renumbering: Renumbering;
  readonly policy: PhiPolicy;
  /** How what is said is written. */
  readonly said: Escaping;
  /** With the call's own placeholders; undefined when there is none. */
  readonly kept: Completion | undefined;
}

/**
 * Answers of earlier calls that asked exactly the same once the people in them are numbered alike. Whatever goes wrong
 * here, the call goes on without it.
 */
export class AnswerCache {
  constructor(
    private readonly routing: Pick<RouteCall, 'answersKeptFor'>,
    private readonly answers: CachedAnswers,
    private readonly digests: KeyedDigest,
    private readonly detector: Pick<PhiDetector, 'version'>,
    private readonly clock: Clock,
  ) {}

  /** Undefined where no answer is taken nor kept. @throws DomainError when the tenant's rules can't be read. */
  async find(call: InferenceCall, prepared: PreparedCall): Promise<CachePlace | undefined> {
    const seconds = await this.routing.answersKeptFor(call.principal.tenantId);
    if (seconds === undefined) return undefined;
    const place = await this.place(call, prepared, seconds).catch(() => undefined);
    call.onCache?.(place?.kept ? 'hit' : 'miss');
    return place;
  }

  /** Keeps an answer as it came, if it is one to be given again. Never fails. @param route who gave it. */
  async keep(tenantId: TenantId, place: CachePlace | undefined, route: Route, answer: Completion): Promise<void> {
    if (place?.route !== route || !isWhole(answer)) return; // a fallback's answer is no answer of the model that was asked
    const text = keptText(answer, place);
    if (text === undefined || saysWho(text, place.policy)) return;
    const until = Math.trunc(this.clock.now()) + place.seconds * 1_000;
    await this.answers.keep(tenantId, place.key, text, until).catch(() => undefined);
  }

  private async place(call: InferenceCall, prepared: PreparedCall, seconds: number): Promise<CachePlace | undefined> {
    const { tenantId } = call.principal;
    const { cache } = call.controls;
    if (cache === 'no-store' || !isReusable(call, prepared)) return undefined;
    const { leaving, routes } = prepared;
    const [route] = routes;
    const renumbering = Renumbering.of(this.question(prepared, route), leaving.shielded.originals);
    if (!renumbering) return undefined;
    const [key] = await this.digests.digest(tenantId, PURPOSE, [renumbering.text]);
    if (key === undefined) return undefined;
    const text = cache === 'no-cache' ? undefined : await this.answers.find(tenantId, key);
    const kept = text === undefined ? undefined : restoreCompletion(decodeCompletion(text), placing(renumbering));
    return { key, seconds, route, renumbering, policy: leaving.policy, said: saidEscaping(leaving.request), kept };
  }

  /** All that the answer depends on, and under which rules it was asked: other rules may hide otherwise. */
  private question({ leaving }: PreparedCall, { provider, model }: Route): string {
    const { request, policy } = leaving;
    return JSON.stringify([FORMAT, provider.id, model.id, model.name, this.detector.version, policy, asked(request)]);
  }
}

/** A request but for how its answer is sent and who asks. Whatever fields a request comes to have, they are another question. */
const asked = (request: ChatRequest): object => ({
  ...request,
  model: undefined,
  user: undefined,
  store: undefined,
  stream: undefined,
  includeUsage: undefined,
});

/** Undefined for an answer that speaks of this call's people in a way that can't be turned into another's. */
function keptText(answer: Completion, { renumbering, said }: CachePlace): string | undefined {
  const marked = restoreCompletion(answer, marking(renumbering, said));
  if (renumbering.isPersonal(completionTexts(answer), completionTexts(marked))) return undefined;
  return JSON.stringify(encodeCompletion(marked, ''));
}

/** Models make up what looks like somebody's number; it is not told to anybody else. */
function saysWho(json: string, policy: PhiPolicy): boolean {
  try {
    assertNoIdentifiers(json, hiddenCategories(policy));
    return false;
  } catch {
    return true;
  }
}

const marking = (renumbering: Renumbering, escaping: Escaping): TextChange => ({
  isEmpty: false,
  said: (text) => renumbering.marked(text, escaping),
  text: (text) => renumbering.marked(text, 'none'),
  toolName: (name) => renumbering.marked(name, 'none'),
  toolArguments: (json) => renumbering.marked(json, 'json'),
  logprobs: () => undefined,
});

const placing = (renumbering: Renumbering): TextChange => ({
  isEmpty: false,
  said: (text) => renumbering.placed(text),
  text: (text) => renumbering.placed(text),
  toolName: (name) => renumbering.placed(name, true),
  toolArguments: (json) => renumbering.placed(json),
  logprobs: () => undefined,
});

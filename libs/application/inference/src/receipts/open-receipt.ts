import type { Clock, Digest, IdGenerator } from '@radiant/kernel';
import { hiddenCategories, type PhiDetector, type PhiFinding, type PhiPolicy, type Shielded } from '@radiant/phi';
import type { OpenedReceipt } from './receipt.js';

/** What leaves. */
export interface Outbound {
  /** The exact text. */
  readonly body: string;
  readonly policy: PhiPolicy;
  readonly shielded: Shielded;
  /** What stands in it in the clear. */
  readonly exposed: readonly PhiFinding[];
  /** Of the same call, whose bytes for another provider these are: they go by its receipt. */
  readonly before: OpenedReceipt | undefined;
}

/** Opens the receipt of a call that is about to leave. */
export class OpenReceipt {
  constructor(
    private readonly digest: Digest,
    private readonly detector: PhiDetector,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  execute({ body, policy, shielded, exposed, before }: Outbound): OpenedReceipt {
    return {
      id: before?.id ?? this.ids.uuid(),
      startedAt: Math.trunc(this.clock.now()),
      policy: policy.mode,
      hidden: [...hiddenCategories(policy)].sort(),
      detectorVersion: this.detector.version,
      categories: Object.fromEntries(shielded.counts),
      exposed: counted(exposed),
      outboundSha256: this.digest.sha256(body),
    };
  }
}

function counted(findings: readonly PhiFinding[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { category } of findings) counts.set(category, (counts.get(category) ?? 0) + 1);
  return Object.fromEntries(counts);
}

import type { Checkpoint } from '@radiant/audit';
import { Ed25519Verifier } from '@radiant/security';
import { PUBLIC_KEYS_FILE, readCheckpoints, readPublicKeys, type PublicKeys } from './checkpoints.js';
import type { Expected } from './chain-file.js';
import type { Findings } from './findings.js';

const NO_KEYS: PublicKeys = { verifier: new Ed25519Verifier([]), problem: undefined };

/** Checkpoints and public keys, read once it is known whose. */
export class Signed {
  private found: readonly Checkpoint[] = [];
  private read: Promise<PublicKeys> | undefined;

  /**
   * @param directory of the checkpoints; undefined: there are none.
   * @param keysFrom of the keys, where they are taken from elsewhere.
   * @param checkpointsAsked whether the directory was named for its checkpoints, so that none is a finding.
   */
  constructor(
    private readonly directory: string | undefined,
    private readonly findings: Findings,
    readonly keysFrom: string | undefined = directory,
    private readonly checkpointsAsked = false,
  ) {}

  /** Those of the chain that was asked about. */
  get checkpoints(): readonly Checkpoint[] {
    return this.found;
  }

  keys(): Promise<PublicKeys> {
    this.read ??= this.keysFrom === undefined ? Promise.resolve(NO_KEYS) : readPublicKeys(this.keysFrom);
    return this.read;
  }

  readonly expected: Expected = async (tenant) => {
    const { verifier, problem } = await this.keys();
    if (this.directory === undefined) return { checkpoints: [], signatures: verifier };
    const { checkpoints, unreadableLines, file } = await readCheckpoints(this.directory, tenant);
    for (const line of unreadableLines) this.findings.add(file, `line ${line} is no checkpoint`);
    if (problem !== undefined) this.findings.add(PUBLIC_KEYS_FILE, problem);
    if (this.checkpointsAsked && checkpoints.length === 0) {
      this.findings.add(
        file,
        tenant === undefined
          ? 'no row of the export has a place in a chain, so whose checkpoints to hold against it is not known'
          : `there is no checkpoint of this tenant in ${this.directory}`,
      );
    }
    this.found = checkpoints;
    return { checkpoints, signatures: verifier };
  };
}

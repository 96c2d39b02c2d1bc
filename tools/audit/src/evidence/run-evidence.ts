import type { EvidenceCommand } from '../options.js';
import { administrationEnvironment } from '@radiant/start';
import { openAdministration } from './administration.js';
import { cliActor } from './cli-actor.js';
import { exportEvidence } from './export-evidence.js';

/** Writes the bundle and says so. @returns whether the chain in it is whole. */
export async function runEvidence(command: EvidenceCommand, say: (text: string) => void): Promise<boolean> {
  const administration = await openAdministration(administrationEnvironment(process.env));
  try {
    const actor = cliActor(command.tenantId, administration.ids);
    const { rows, files, report } = await exportEvidence(administration, actor, command);
    say(`${rows.toLocaleString('en-US')} rows and ${files} files are in ${command.directory}\n`);
    if (report.problemCount > 0)
      say(`The chain is NOT whole: ${report.problemCount} findings, see verification.json\n`);
    say(`Verify it anywhere with: npm run audit:verify -- ${command.directory}\n`);
    return report.problemCount === 0;
  } finally {
    await administration.close();
  }
}

import type { Clock } from '@radiant/kernel';
import { EnvironmentError, type Environment } from '@radiant/nest-kit';
import type { SecondOpinion } from '@radiant/phi';
import { ModelFolderError, openOnnxSecondOpinion, PresidioSecondOpinion } from '@radiant/second-opinion';

/** For all the texts of one call: what comes later is no opinion. */
const DEADLINE_MS = 5_000;

/** Second opinions on PHI, as many as the environment names. */
export interface SecondOpinions {
  readonly all: readonly SecondOpinion[];
  close(): Promise<void>;
}

/** @throws EnvironmentError when the model's folder or its package is not fit. */
export async function openSecondOpinions(
  { presidioUrl, presidioLanguage, phiModelDirectory }: Environment,
  clock: Clock,
): Promise<SecondOpinions> {
  const opened = [
    ...(presidioUrl === undefined
      ? []
      : [new PresidioSecondOpinion({ url: presidioUrl, language: presidioLanguage, deadlineMs: DEADLINE_MS })]),
    ...(phiModelDirectory === undefined ? [] : [await openModel(phiModelDirectory, clock)]),
  ];
  return {
    all: opened,
    close: async () => void (await Promise.allSettled(opened.map((opinion) => opinion.close()))),
  };
}

async function openModel(folder: string, clock: Clock) {
  try {
    return await openOnnxSecondOpinion({ folder, deadlineMs: DEADLINE_MS, elapsed: () => clock.elapsed() });
  } catch (error) {
    throw error instanceof ModelFolderError ? new EnvironmentError([`RADIANT_PHI_MODEL_DIR ${error.message}`]) : error;
  }
}

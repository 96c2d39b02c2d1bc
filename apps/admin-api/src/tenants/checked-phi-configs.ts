import { PhiConfigs } from '@radiant/governance';
import { readPhiConfig } from '@radiant/phi';

type Config = Readonly<Record<string, unknown>>;

/** The specification's `phi_config`, whole; a category that it does not name is as in the platform's default. */
export class CheckedPhiConfigs extends PhiConfigs {
  check(config: Config): Config {
    const whole = { categories: {}, ...config };
    readPhiConfig(whole);
    return whole;
  }
}

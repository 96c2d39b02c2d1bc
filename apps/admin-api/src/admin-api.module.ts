import { Module, type DynamicModule } from '@nestjs/common';
import {
  bind,
  Deployment,
  HealthChecks,
  ProbesController,
  type Environment,
  type HealthCheck,
} from '@radiant/nest-kit';

/** The administration API. */
@Module({})
export class AdminApiModule {
  static with({ appId, name, tier }: Environment, checks: readonly HealthCheck[]): DynamicModule {
    return {
      module: AdminApiModule,
      controllers: [ProbesController],
      providers: [
        bind(Deployment, () => new Deployment(appId, name, tier)),
        bind(HealthChecks, () => new HealthChecks(checks)),
      ],
    };
  }
}

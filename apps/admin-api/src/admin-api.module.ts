import { Module, type DynamicModule } from '@nestjs/common';
import {
  bind,
  Deployment,
  HealthChecks,
  ProbesController,
  type ApiTitle,
  type Environment,
  type HealthCheck,
} from '@radiant/nest-kit';

export const ADMIN_API_CONTROLLERS = [ProbesController];

export const ADMIN_API: ApiTitle = {
  title: 'RADIANT administration API',
  about: 'The API for operators, compliance and finance. It runs in a process of its own and is deployed apart.',
};

/** The administration API. */
@Module({})
export class AdminApiModule {
  static with({ appId, name, tier }: Environment, checks: readonly HealthCheck[]): DynamicModule {
    return {
      module: AdminApiModule,
      controllers: [...ADMIN_API_CONTROLLERS],
      providers: [
        bind(Deployment, () => new Deployment(appId, name, tier)),
        bind(HealthChecks, () => new HealthChecks(checks)),
      ],
    };
  }
}

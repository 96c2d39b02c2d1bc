import { RouteConfig } from '@nestjs/platform-fastify';
import type { Permission } from '@radiant/identity';

/** Names the permission that a route needs. A route with neither this nor `@Public()` does not start. */
export const Permit = (permission: Permission): MethodDecorator & ClassDecorator => RouteConfig({ permission });

import { RouteConfig } from '@nestjs/platform-fastify';

/** Marks a route that is served without credentials. */
export const Public = (): MethodDecorator & ClassDecorator => RouteConfig({ public: true });

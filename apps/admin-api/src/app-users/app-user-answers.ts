import { ApiProperty } from '@nestjs/swagger';
import type { AppUser, Invitation } from '@radiant/identity';
import { ChoiceField, PatternField, TextField, WholeNumberField } from '@radiant/nest-kit';
import { shown } from '../moments.js';

export class AppUserChangeBody {
  @ChoiceField(['active', 'suspended'])
  readonly status!: string;
}

export class InvitationBody {
  @PatternField(/^[a-z][a-z0-9-]{0,62}$/, 'the id of an app', { example: 'thinktank' })
  readonly app_id!: string;

  @TextField(3, 320, { example: 'nurse@elsewhere.example', description: 'Kept sealed. Sending it is up to you.' })
  readonly address!: string;

  @WholeNumberField(1, 720, { optional: true, description: 'A week by default.' })
  readonly expires_in_hours?: number;
}

export class AppUserAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'thinktank' })
  readonly appId!: string;

  @ApiProperty({ description: "The identity provider's id of the person." })
  readonly subject!: string;

  @ApiProperty({ enum: ['active', 'suspended'] })
  readonly status!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  readonly invitationId!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute.' })
  readonly lastSeenAt!: string | null;
}

export class OneAppUserAnswer {
  @ApiProperty()
  readonly appUser!: AppUserAnswer;
}

export class AppUsersAnswer {
  @ApiProperty({ type: [AppUserAnswer] })
  readonly appUsers!: readonly AppUserAnswer[];
}

export class InvitationAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'thinktank' })
  readonly appId!: string;

  @ApiProperty({ example: 'nurse@elsewhere.example' })
  readonly address!: string;

  @ApiProperty()
  readonly invitedBy!: string;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly acceptedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly revokedAt!: string | null;
}

export class OneInvitationAnswer {
  @ApiProperty()
  readonly invitation!: InvitationAnswer;
}

export class IssuedInvitationAnswer extends OneInvitationAnswer {
  @ApiProperty({ description: 'What the person accepts with: shown this once.', example: 'inv_…' })
  readonly token!: string;
}

export class InvitationsAnswer {
  @ApiProperty({ type: [InvitationAnswer] })
  readonly invitations!: readonly InvitationAnswer[];
}

export const presentAppUser = (user: AppUser): AppUserAnswer => ({
  id: user.id,
  appId: user.appId,
  subject: user.subject,
  status: user.status,
  invitationId: user.invitationId ?? null,
  createdAt: shown(user.createdAt),
  lastSeenAt: shown(user.lastSeenAt),
});

export const presentInvitation = (invitation: Invitation): InvitationAnswer => ({
  id: invitation.id,
  appId: invitation.appId,
  address: invitation.address,
  invitedBy: invitation.invitedBy,
  createdAt: shown(invitation.createdAt),
  expiresAt: shown(invitation.expiresAt),
  acceptedAt: shown(invitation.acceptedAt),
  revokedAt: shown(invitation.revokedAt),
});

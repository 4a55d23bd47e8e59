import { z } from 'zod';

/** Who caused a change: a person in Slack, or one of our jobs. */
export const sourceSchema = z.union([
  z.object({ user: z.string(), team: z.string() }),
  z.object({ job: z.string() }),
]);
export type Source = z.infer<typeof sourceSchema>;

/** One line of the append-only audit: what happened to which record, from which state to which. Never a secret. */
export const auditEntrySchema = z.object({
  /** Epoch ms. */
  at: z.number().int(),
  record: z.string(),
  event: z.string(),
  by: sourceSchema,
  from: z.string().nullable(),
  to: z.string(),
  revision: z.number().int(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

import { z } from 'zod';
import { channelIdSchema, teamIdSchema, userGroupIdSchema, userIdSchema } from '../actor.ts';
import { DAYS, isTime, isZone } from '../digest/digest-week.ts';
import { parseMajorUnits } from '../money.ts';
import { byonFileSchema, connectFileSchema, giveBackFileSchema, peopleSchema } from './policy.ts';

/** Reads amounts from major units (`INR: 50000`, `USD: "49.50"`) into minor units. */
const amounts = z
  .record(
    z.string().regex(/^[A-Z]{3}$/, 'must be a currency code like INR'),
    z.union([z.number(), z.string()]),
  )
  .transform((written, context) => {
    const read = Object.entries(written).map(([currency, amount]) => {
      const money = parseMajorUnits(amount, currency);
      if (!money) {
        const message = 'is not an amount of this currency: write it like 50000 or "49.50"';
        context.addIssue({ code: 'custom', path: [currency], message, input: amount });
      }
      return [currency, money?.minor ?? 0] as const;
    });
    return Object.fromEntries(read);
  });

const somebody = peopleSchema.refine(({ users, groups }) => users.length + groups.length > 0, {
  message:
    'names nobody: list at least one user or user group, or no request could ever be approved',
});

const approvalSet = z
  .strictObject({ from: somebody, needed: z.number().int().min(1).max(20).default(1) })
  .refine(({ from, needed }) => from.groups.length > 0 || new Set(from.users).size >= needed, {
    path: ['needed'],
    message: 'is more than the people it names, so no request could ever be approved',
  });

const rule = z
  .strictObject({
    name: z.string().trim().min(1).max(60).optional(),
    first_charge_up_to: amounts.optional(),
    yearly_up_to: amounts.optional(),
    per: z.enum(['request', 'number']).optional(),
    auto_approve: z.literal(true, 'can only be true: leave it out otherwise').optional(),
    approvals: z.array(approvalSet).min(1).max(5).optional(),
  })
  .refine((each) => (each.auto_approve === undefined) !== (each.approvals === undefined), {
    message: 'needs either auto_approve: true or approvals, not both',
  });
export type RuleAsWritten = z.infer<typeof rule>;

const rules = z
  .array(rule)
  .max(20)
  .superRefine((list, context) => {
    const open = list.findIndex((each) => !each.first_charge_up_to && !each.yearly_up_to);
    if (open >= 0 && open < list.length - 1) {
      const message = `can never apply: rule ${open + 1} has no amount, so it applies to everything`;
      context.addIssue({ code: 'custom', path: [open + 1], message, input: list });
    }
  });

const approvals = z.strictObject({
  channel: channelIdSchema,
  approvers: somebody,
  self_approval: z.boolean().optional(),
  expires_after_hours: z.number().positive().max(720).optional(),
  deny_reason: z.enum(['required', 'optional']).optional(),
  rules: rules.optional(),
  reminders: z
    .strictObject({
      first_after_minutes: z.number().positive().max(10_080).default(30),
      at_most: z.number().int().min(0).max(4).default(4),
    })
    .optional(),
  escalation: z
    .strictObject({ after_hours: z.number().positive().max(720), approvers: somebody })
    .optional(),
  quiet: z.array(userIdSchema).optional(),
  confirm_above: amounts.optional(),
});

const ask = z.strictObject({
  users: z.array(userIdSchema).min(1).optional(),
  groups: z.array(userGroupIdSchema).min(1).optional(),
  channels: z.array(channelIdSchema).min(1).optional(),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'must be a country code like IN'))
    .min(1)
    .optional(),
  number_types: z
    .array(z.enum(['local']))
    .min(1)
    .optional(),
});

const limits = z.strictObject({
  max_price: amounts.optional(),
  purchases_per_day: z.number().int().min(1).optional(),
  monthly_budget: z
    .strictObject({
      workspace: amounts.optional(),
      channel: amounts.optional(),
      teams: z.record(userGroupIdSchema, amounts).optional(),
      labels: z.record(z.string(), z.record(z.string(), amounts)).optional(),
    })
    .optional(),
  monthly_fees: amounts.optional(),
});

const inChannel = z.strictObject({
  approvals: approvals.partial().optional(),
  ask: ask.optional(),
  limits: limits.optional(),
});
export type SectionsAsWritten = z.infer<typeof inChannel>;

const LABELS_MAX = 3;
/** A cost centre may be written as a number. */
const labelText = (max: number) =>
  z
    .union([z.string(), z.number()])
    .transform((written) => String(written).trim())
    .pipe(z.string().min(1).max(max));

const label = z.strictObject({
  name: labelText(24).refine((name) => !name.includes('='), 'must have no ='),
  values: z.array(labelText(30)).min(1).max(30).superRefine(namedOnce),
  required: z.boolean().optional(),
});

const labels = z
  .array(label)
  .max(LABELS_MAX)
  .superRefine((list, context) =>
    namedOnce(
      list.map(({ name }) => name),
      context,
    ),
  );

/** Readers of a list take `sales` and `Sales` for the same. */
function namedOnce(names: readonly string[], context: z.RefinementCtx): void {
  const folded = names.map((name) => name.toLowerCase());
  const twice = folded.findIndex((name, at) => folded.indexOf(name) !== at);
  if (twice < 0) return;
  const message = `says ${names[twice]} twice`;
  context.addIssue({ code: 'custom', path: [twice], message, input: names });
}

/** Without it there is no digest: a new version posts nothing that nobody asked for. */
const digest = z.strictObject({
  zone: z.string().refine(isZone, 'is no time zone: write one like Asia/Kolkata'),
  day: z.enum(DAYS).optional(),
  time: z.string().refine(isTime, 'is no time of day: write it like "09:00"').optional(),
  channel: channelIdSchema.optional(),
  when_empty: z.enum(['one_line', 'nothing']).optional(),
});
export type DigestAsWritten = z.infer<typeof digest>;

/** From when on a number that nobody uses is offered, and how long its owner has to answer; `DEFAULT_REUSE` without it. */
const reuse = z.strictObject({
  unused_for_days: z.number().min(0).max(3650).optional(),
  answer_within_days: z.number().positive().max(30).optional(),
});

const workspace = {
  approvals,
  ask: ask.optional(),
  limits: limits.optional(),
  labels: labels.optional(),
  digest: digest.optional(),
  reuse: reuse.optional(),
  /** Who may read the audit; defaults to the approvers. */
  audit_readers: peopleSchema.optional(),
  channels: z.record(channelIdSchema, inChannel).optional(),
};
const workspaceSchema = z.strictObject(workspace).superRefine(budgetsOfLabels);

/** A budget of a value that no number can have would never count. */
function budgetsOfLabels(
  written: Pick<z.infer<z.ZodObject<typeof workspace>>, 'labels' | 'limits' | 'channels'>,
  context: z.RefinementCtx,
): void {
  const places = [
    { path: ['limits'], limits: written.limits },
    ...Object.entries(written.channels ?? {}).map(([id, { limits }]) => ({
      path: ['channels', id, 'limits'],
      limits,
    })),
  ];
  for (const { path, limits } of places) {
    for (const [name, values] of Object.entries(limits?.monthly_budget?.labels ?? {})) {
      const label = written.labels?.find((each) => each.name === name);
      const at = [...path, 'monthly_budget', 'labels', name];
      const unknown = Object.keys(values).find((value) => !label?.values.includes(value));
      if (label && unknown === undefined) continue;
      const message = label
        ? `is not a value of ${name}: see labels`
        : 'is not a label: name it under labels';
      const issue = { code: 'custom', message, input: values } as const;
      context.addIssue({ ...issue, path: label ? [...at, String(unknown)] : at });
    }
  }
}
export type WorkspaceAsWritten = z.infer<typeof workspaceSchema>;

/** Applies to every number, in every workspace and channel. */
const parts = {
  connect: connectFileSchema.optional(),
  byon: byonFileSchema.optional(),
  give_back: giveBackFileSchema.optional(),
};

/** The policy of one workspace as written: a whole file, or what people set up in Slack. */
export const workspacePolicySchema = z
  .strictObject({ ...workspace, ...parts })
  .superRefine(budgetsOfLabels);

/** Amounts in major units, as in docs/policy.md. */
export type PolicyAsWritten = z.input<typeof workspacePolicySchema>;

export function isPolicyAsWritten(raw: unknown): raw is PolicyAsWritten {
  return workspacePolicySchema.safeParse(raw).success;
}

/** The policy file as written; see docs/policy.md. One workspace, or several by id. */
export function policyFileSchema(raw: unknown) {
  const several = typeof raw === 'object' && raw !== null && 'workspaces' in raw;
  return several
    ? z.strictObject({
        workspaces: z.record(teamIdSchema, workspaceSchema),
        ...parts,
      })
    : workspacePolicySchema;
}

import { z } from 'zod';
import { channelIdSchema } from '../actor.ts';
import { DAYS } from '../digest/digest-week.ts';
import { DEFAULT_DIGEST } from './policies.ts';
import type { PolicyAsWritten } from './policy-schema.ts';

/** The weekly digest in the forms of the set-up. Unknown in drafts of earlier versions: the policy's then stays. */
export const digestFields = {
  /** An IANA name; '' for no digest. */
  digestZone: z.string().max(60).optional(),
  digestDay: z.enum(DAYS).optional(),
  /** `09:00` */
  digestTime: z.string().max(5).optional(),
  /** '' for the channel of approvals. */
  digestChannel: channelIdSchema.or(z.literal('')).optional(),
  /** Whether a week without news brings none. */
  digestOnlyNews: z.boolean().optional(),
};
type DigestChosen = z.infer<z.ZodObject<typeof digestFields>>;

export function digestIn(digest: PolicyAsWritten['digest']): Required<DigestChosen> {
  const { day, time } = DEFAULT_DIGEST;
  return {
    digestZone: digest?.zone ?? '',
    digestDay: digest?.day ?? day,
    digestTime: (digest?.time ?? time).padStart(5, '0'),
    digestChannel: digest?.channel ?? '',
    digestOnlyNews: digest?.when_empty === 'nothing',
  };
}

export const DIGEST = [
  'digestZone',
  'digestDay',
  'digestTime',
  'digestChannel',
  'digestOnlyNews',
] as const;

/** `changed`: the fields of the form that differ from what it showed. */
export function withDigest(
  written: PolicyAsWritten | undefined,
  next: DigestChosen,
  changed: ReadonlySet<string>,
) {
  const { digest, ...others } = written ?? {};
  const { digestZone: zone, digestDay, digestTime, digestChannel, digestOnlyNews } = next;
  if (!zone) return others;
  const { channel: _before, ...kept } = digest ?? {};
  const channel = changed.has('digestChannel') ? digestChannel : digest?.channel;
  return {
    ...others,
    digest: {
      ...kept,
      zone,
      ...(changed.has('digestDay') && { day: digestDay }),
      ...(changed.has('digestTime') && { time: digestTime }),
      ...(channel && { channel }),
      ...(changed.has('digestOnlyNews') && {
        when_empty: digestOnlyNews ? ('nothing' as const) : ('one_line' as const),
      }),
    },
  };
}

import { ownerOf } from '../../domain/connection/connectable.ts';
import type { ListNumbers } from '../../flows/numbers/list-numbers.ts';
import type { SendPrivateFile } from '../../slack/files.ts';
import { forbiddenAnswer } from '../../views/kit/refusals.ts';
import { numbersCsv } from '../../views/numbers/numbers-csv.ts';
import {
  noNumbersForFile,
  numbersFileComment,
  numbersFileName,
  numbersFileNotSent,
  numbersFileSent,
} from '../../views/numbers/numbers-file.ts';
import type { Command } from '../edge/interaction.ts';

/** The most owners whose names are looked up, and how many at once. */
const NAMED_MAX = 200;
const AT_ONCE = 10;

/** `/vobiz-number numbers csv`: one private file of all numbers. */
export function createSendNumbers(deps: {
  numbers: Pick<ListNumbers, 'forbids' | 'everything'>;
  /** What Slack calls a person; empty if unknown. */
  namesOf: (userId: string) => Promise<readonly string[]>;
  sendFile: SendPrivateFile;
  now: () => number;
}) {
  const { numbers, sendFile } = deps;

  async function namesOf(people: readonly string[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    for (let at = 0; at < people.length; at += AT_ONCE) {
      const some = people.slice(at, at + AT_ONCE);
      // A file with an id in place of a name is better than none.
      const found = await Promise.all(some.map((id) => deps.namesOf(id).catch(() => [])));
      for (const [index, id] of some.entries()) {
        const [handle, , full] = found[index] ?? [];
        names.set(id, full ?? handle ?? '');
      }
    }
    return names;
  }

  return async ({ actor, answer, problem }: Command): Promise<void> => {
    const forbidden = await numbers.forbids(actor);
    if (forbidden) return answer(forbiddenAnswer(forbidden));
    const { entries, isWhole, unread, failure } = await numbers.everything(actor);
    if (entries.length === 0 && isWhole && unread === 0) return answer(noNumbersForFile());
    const owners = entries.flatMap(({ record }) => (record ? [ownerOf(record)] : []));
    const names = await namesOf([...new Set(owners)].slice(0, NAMED_MAX));
    const filename = numbersFileName(deps.now());
    const part = {
      count: entries.length,
      isWhole,
      unread,
      ...(failure !== undefined && { trouble: problem(failure) }),
    };
    const file = await sendFile(actor.userId, {
      filename,
      title: filename,
      content: numbersCsv({ entries, names }),
      comment: numbersFileComment(part),
    });
    await answer(file.sent ? numbersFileSent(part) : numbersFileNotSent(file.missing));
  };
}

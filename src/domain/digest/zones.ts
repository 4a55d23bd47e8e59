import { fold } from '../typed.ts';

/** Names that platforms list for what IANA has renamed since. */
const RENAMED: Readonly<Record<string, string>> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
};
/** Where most of Vobiz's customers are. */
const FIRST = ['Asia/Kolkata', 'UTC'];

const ALL = [
  ...new Set([
    ...FIRST,
    ...Intl.supportedValuesOf('timeZone').map((zone) => RENAMED[zone] ?? zone),
  ]),
];

/** Time zones (IANA names) that have all these words in their name, or all for an empty text. */
export function zonesCalled(typed: string): string[] {
  const words = fold(typed).split(' ').filter(Boolean);
  return ALL.filter((zone) => words.every((word) => fold(zone).includes(word)));
}

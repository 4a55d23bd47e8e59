import type { JsonRecord } from './json.ts';
export function validateView(_view: JsonRecord, _type: 'modal' | 'home'): string[] {
  return [];
}

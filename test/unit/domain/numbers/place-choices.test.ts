import { describe, expect, it } from 'vitest';
import {
  numbersIn,
  placeName,
  placesCalled,
  regionsCalled,
  regionsOffered,
} from '../../../../src/domain/numbers/place-choices.ts';
import { aNumber } from '../../views/views-support.ts';

const FIRST = ['IN', 'US'];
const offered = (typed: string) => placesCalled(typed, FIRST).map(placeName);

describe('the places people may mean', () => {
  it.each([
    ['UK', 'United Kingdom'],
    ['USA', 'United States'],
    ['+91', 'India'],
    ['Bharat', 'India'],
    ['bhar', 'India'],
    ['🇩🇪', 'Germany'],
    ['IND', 'India'],
    ['Mumbai', 'Maharashtra, India'],
    ['bengal', 'Karnataka, India'],
    ['karnat', 'Karnataka, India'],
    ['San Fran', 'California, United States'],
    ['Georgia', 'Georgia'],
    ['Indai', 'India'],
    ['Kerela', 'Kerala, India'],
    ['Korea, Republic of', 'South Korea'],
    ['côte', 'Côte d’Ivoire'],
  ])('"%s" offers %s first', (typed, name) => {
    expect(offered(typed)[0]).toBe(name);
  });

  it('are those to offer first, then every other country by name, where nothing is typed yet', () => {
    const names = offered('');
    expect(names.slice(0, 4)).toEqual(['India', 'United States', 'Afghanistan', 'Åland Islands']);
    expect(names.length).toBeGreaterThan(200);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are those to offer first where several fit as well', () => {
    expect(offered('un')[0]).toBe('United States');
    expect(placesCalled('un', ['AE']).map(placeName)[0]).toBe('United Arab Emirates');
  });

  it('are both the country and the state of one name', () => {
    expect(offered('Georgia')).toEqual(
      expect.arrayContaining(['Georgia', 'Georgia, United States']),
    );
  });

  it.each(['', 'q'.repeat(3000), '\u202emumbai', '🙂🙂', '*', '[', 'मुंबई'])(
    'are found or not, whatever is typed: %j',
    (typed) => {
      expect(Array.isArray(placesCalled(typed, FIRST))).toBe(true);
    },
  );
});

const IN_INDIA = [
  ...['MH', 'Maharashtra', 'Mumbai'].map((region, at) => ({ e164: `+91982000000${at}`, region })),
  { e164: '+919845000000', region: 'KA' },
  { e164: '+919845000001', region: 'Zone 7' },
  { e164: '+919845000002', region: '' },
].map(aNumber);

describe('the regions on offer', () => {
  const regions = regionsOffered('IN', IN_INDIA);

  it('are called by their names, however Vobiz writes them, and counted together', () => {
    expect(regions).toEqual([
      { region: 'KA', name: 'Karnataka', count: 1 },
      { region: 'MH', name: 'Maharashtra', count: 3 },
      { region: 'Zone 7', name: 'Zone 7', count: 1 },
    ]);
  });

  it.each([
    ['mumbai', ['MH']],
    ['bombay', ['MH']],
    ['MH', ['MH']],
    ['maha', ['MH']],
    ['banga', ['KA']],
    ['zone', ['Zone 7']],
    ['7', ['Zone 7']],
    ['', ['KA', 'MH', 'Zone 7']],
    ['delhi', []],
  ])('are found by what people call them: "%s"', (typed, found) => {
    expect(regionsCalled('IN', typed, regions).map(({ region }) => region)).toEqual(found);
  });

  it('have their numbers, also those listed under a city of theirs', () => {
    expect(numbersIn('IN', 'MH', IN_INDIA)).toHaveLength(3);
    expect(numbersIn('IN', 'bombay', IN_INDIA)).toHaveLength(3);
    expect(numbersIn('IN', 'Zone 7', IN_INDIA)).toHaveLength(1);
    expect(numbersIn('IN', 'DL', IN_INDIA)).toEqual([]);
  });
});

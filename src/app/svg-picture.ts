import { createRequire } from 'node:module';

/** Twice its size, for screens that show two pixels for one. */
const SCALE = 2;

/**
 * Draws an SVG as PNG, with the fonts of a package and never the machine's. The library is loaded when it is first needed: on a
 * machine that it has no binary for, this throws and nothing else suffers.
 */
export async function drawPng(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const require = createRequire(import.meta.url);
  const fontFiles = [
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  ];
  const drawn = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  return new Uint8Array(drawn.asPng());
}

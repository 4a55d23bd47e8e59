export function validateBlocks(_blocks: unknown, _surface: 'message' | 'modal' | 'home'): string[] {
  return [];
}

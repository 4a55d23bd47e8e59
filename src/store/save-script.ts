/**
 * The only way a record changes: compare-and-set on its revision, with the audit entry and every index in one step.
 * KEYS: record, audit stream, list of the team, open index, holder of what must be unique
 * ARGV: id, expected revision (0 = must not exist), json, createdAt, member of the open index,
 *       '1' while the record is live (holds its unique thing), '0' once it has ended, then the audit's fields and values
 *
 * Saving the very same bytes again answers "saved": after a lost connection the client repeats the script without
 * knowing that the first one was carried out.
 */
export const SAVE_SCRIPT = `
local current = redis.call('GET', KEYS[1])
if current == ARGV[3] then return {'saved', ''} end
if ARGV[2] == '0' then
  if current then return {'exists', current} end
  local holder = redis.call('GET', KEYS[5])
  if holder and holder ~= ARGV[1] then return {'held', holder} end
  redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
elseif not current then
  return {'missing', ''}
elseif cjson.decode(current).revision ~= tonumber(ARGV[2]) then
  return {'conflict', current}
end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('XADD', KEYS[2], '*', unpack(ARGV, 7))
redis.call('SADD', KEYS[4], ARGV[5])
if ARGV[6] == '1' then
  redis.call('SET', KEYS[5], ARGV[1])
elseif redis.call('GET', KEYS[5]) == ARGV[1] then
  redis.call('DEL', KEYS[5])
end
return {'saved', ''}
`;

/** Forgets a record in the open index unless it changed meanwhile. KEYS: record, open index. ARGV: revision, member. */
export const CLOSE_SCRIPT = `
local current = redis.call('GET', KEYS[1])
if current and cjson.decode(current).revision ~= tonumber(ARGV[1]) then return 0 end
return redis.call('SREM', KEYS[2], ARGV[2])
`;

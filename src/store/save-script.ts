import { AUDIT_LUA } from './audit-script.ts';

/**
 * The only way a record changes: compare-and-set on its revision, with the audit entry and every index in one step.
 * KEYS: record, audit stream, list of the team, open index, holder of what must be unique, counters of the limits,
 *       audit heads
 * ARGV: id, expected revision (0 or 'put_back' = must not exist), json, audit json, createdAt, member of the open index,
 *       '1' while the record is live (holds its unique thing), '0' once it has ended, team, SHA-256 of the audit json
 * Answers the result and its detail; after "saved" that is the new head of the team's audit, `seq:hash`.
 *
 * The counters always are the sums of what the live records count for (`counted`, see domain/order/counted.ts): a save adds
 * the difference to what the record counted for before. Only a new record can be refused for it, as a whole; one that is
 * put back is not, as its money may be spent already, and it takes the number over from whoever holds it.
 *
 * Saving the very same bytes again answers "saved": after a lost connection the client repeats the script without
 * knowing that the first one was carried out.
 */
export const SAVE_SCRIPT = `
${AUDIT_LUA}
local function counted(record)
  local sums = {}
  if record and record.counted and not record.counted.released then
    for _, charge in ipairs(record.counted.charges) do
      sums[charge.field] = charge
    end
  end
  return sums
end

local current = redis.call('GET', KEYS[1])
if current == ARGV[3] then return {'saved', ''} end
local before = counted(current and cjson.decode(current))
local after = counted(cjson.decode(ARGV[3]))
local holder = redis.call('GET', KEYS[5])
local putBack = ARGV[2] == 'put_back'
if putBack then
  if current then return {'exists', current} end
  redis.call('ZADD', KEYS[3], ARGV[5], ARGV[1])
elseif ARGV[2] == '0' then
  if current then return {'exists', current} end
  if holder and holder ~= ARGV[1] then return {'held', holder} end
  for field, charge in pairs(after) do
    local used = tonumber(redis.call('HGET', KEYS[6], field) or '0')
    if used + charge.amount > charge.limit then return {'over', field} end
  end
  redis.call('ZADD', KEYS[3], ARGV[5], ARGV[1])
elseif not current then
  return {'missing', ''}
elseif cjson.decode(current).revision ~= tonumber(ARGV[2]) then
  return {'conflict', current}
end
redis.call('SET', KEYS[1], ARGV[3])
local head = append_audit(KEYS[2], KEYS[7], ARGV[8], ARGV[4], ARGV[9])
redis.call('SADD', KEYS[4], ARGV[6])
for field, charge in pairs(after) do
  local earlier = before[field] and before[field].amount or 0
  if charge.amount ~= earlier then
    redis.call('HINCRBY', KEYS[6], field, string.format('%.0f', charge.amount - earlier))
  end
end
for field, charge in pairs(before) do
  if not after[field] then
    redis.call('HINCRBY', KEYS[6], field, string.format('%.0f', -charge.amount))
  end
end
if ARGV[7] == '1' then
  if putBack or not holder then redis.call('SET', KEYS[5], ARGV[1]) end
elseif holder == ARGV[1] then
  redis.call('DEL', KEYS[5])
end
return {'saved', head}
`;

/** Forgets a record in the open index unless it changed meanwhile. KEYS: record, open index. ARGV: revision, member. */
export const CLOSE_SCRIPT = `
local current = redis.call('GET', KEYS[1])
if current and cjson.decode(current).revision ~= tonumber(ARGV[1]) then return 0 end
return redis.call('SREM', KEYS[2], ARGV[2])
`;

/**
 * Lua that chains an audit entry to its team's last one inside the saving script: neither is ever written without the
 * other, and writers never wait for each other. Redis offers scripts only SHA-1, so SHA-256 is in Lua; it hashes about
 * 140 bytes per entry, since the app hashes the entry itself (`digest`) beforehand.
 *   hash = sha256("<previous hash> <seq> <sha256 of the entry's JSON>"), all in lower-case hex
 * The head (`seq:hash` per team) is stored beside the stream and exposes a stream cut short at its end. The previous
 * hash is not stored again. `seq` and `hash` stay readable for processes of the version before, which look for them to
 * see whether Redis went back.
 */
export const AUDIT_LUA = `
local function sha256(text)
  local K = {
    0x428a2f98,0x71374491,0xb5c0fbcf,0xe9b5dba5,0x3956c25b,0x59f111f1,0x923f82a4,0xab1c5ed5,
    0xd807aa98,0x12835b01,0x243185be,0x550c7dc3,0x72be5d74,0x80deb1fe,0x9bdc06a7,0xc19bf174,
    0xe49b69c1,0xefbe4786,0x0fc19dc6,0x240ca1cc,0x2de92c6f,0x4a7484aa,0x5cb0a9dc,0x76f988da,
    0x983e5152,0xa831c66d,0xb00327c8,0xbf597fc7,0xc6e00bf3,0xd5a79147,0x06ca6351,0x14292967,
    0x27b70a85,0x2e1b2138,0x4d2c6dfc,0x53380d13,0x650a7354,0x766a0abb,0x81c2c92e,0x92722c85,
    0xa2bfe8a1,0xa81a664b,0xc24b8b70,0xc76c51a3,0xd192e819,0xd6990624,0xf40e3585,0x106aa070,
    0x19a4c116,0x1e376c08,0x2748774c,0x34b0bcb5,0x391c0cb3,0x4ed8aa4a,0x5b9cca4f,0x682e6ff3,
    0x748f82ee,0x78a5636f,0x84c87814,0x8cc70208,0x90befffa,0xa4506ceb,0xbef9a3f7,0xc67178f2 }
  local band, bxor, bnot, ror, shr, wrap =
    bit.band, bit.bxor, bit.bnot, bit.ror, bit.rshift, bit.tobit
  local H = { 0x6a09e667,0xbb67ae85,0x3c6ef372,0xa54ff53a,0x510e527f,0x9b05688c,0x1f83d9ab,0x5be0cd19 }
  local zeros = string.rep('\\0', (55 - #text) % 64)
  local padded = text .. '\\128' .. zeros .. struct.pack('>I4I4', 0, #text * 8)
  for at = 1, #padded, 64 do
    local w = { struct.unpack('>I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4', padded, at) }
    for i = 17, 64 do
      local x, y = w[i - 15], w[i - 2]
      local s0 = bxor(ror(x, 7), ror(x, 18), shr(x, 3))
      local s1 = bxor(ror(y, 17), ror(y, 19), shr(y, 10))
      w[i] = wrap(wrap(w[i - 16] + s0) + wrap(w[i - 7] + s1))
    end
    local a, b, c, d, e, f, g, h = unpack(H)
    for i = 1, 64 do
      local s1 = bxor(ror(e, 6), ror(e, 11), ror(e, 25))
      local t1 = wrap(h + s1 + bxor(band(e, f), band(bnot(e), g)) + K[i] + w[i])
      local s0 = bxor(ror(a, 2), ror(a, 13), ror(a, 22))
      local t2 = wrap(s0 + bxor(band(a, b), band(a, c), band(b, c)))
      h, g, f, e, d, c, b, a = g, f, e, wrap(d + t1), c, b, a, wrap(t1 + t2)
    end
    local next = { a, b, c, d, e, f, g, h }
    for i = 1, 8 do H[i] = wrap(H[i] + next[i]) end
  end
  local hex = {}
  for i = 1, 8 do hex[i] = bit.tohex(H[i]) end
  return table.concat(hex)
end

local function append_audit(stream, heads, team, packed, digest)
  local seq, prev = string.match(redis.call('HGET', heads, team) or '', '^(%d+):(%x+)$')
  seq, prev = string.format('%d', (seq or 0) + 1), prev or string.rep('0', 64)
  local hash = sha256(prev .. ' ' .. seq .. ' ' .. digest)
  redis.call('XADD', stream, '*', 'seq', seq, 'hash', hash, 'packed', packed)
  redis.call('HSET', heads, team, seq .. ':' .. hash)
  return seq .. ':' .. hash
end
`;

/**
 * Lua that counts what a record adds to the monthly fees. Its part stands beside the sums, so counting it again changes
 * nothing: a record that an earlier version saved is counted whenever it is saved or put on its lists.
 */
const FEES_LUA = `
local function count_fees(sums, parts, id, part)
  local before = redis.call('HGET', parts, id) or ''
  if before == part then return end
  local currency, minor = string.match(before, '^(%u+) (%d+)$')
  if currency then redis.call('HINCRBY', sums, currency, '-' .. minor) end
  currency, minor = string.match(part, '^(%u+) (%d+)$')
  if currency then
    redis.call('HINCRBY', sums, currency, minor)
    redis.call('HSET', parts, id, part)
  else
    redis.call('HDEL', parts, id)
  end
end
`;

/**
 * The only way a record changes: compare-and-set on its revision, with the audit entry and every index in one step.
 * KEYS: record, audit stream, team list, open index, holder of the unique value, limit counters, audit heads, due index,
 *       sums of monthly fees, each record's part of them, the sorted sets it stands in, those it leaves, holders of its
 *       further unique values, and of those it gives up
 * ARGV: id, expected revision (0 or 'put_back' = must not exist), json, packed audit entry, createdAt, open-index member, '1'
 *       while the record is live (holds its unique value) else '0', team, SHA-256 of the entry's canonical JSON, when the
 *       sweep must visit it ('' for never), how many sorted sets it stands in, its monthly fee ('INR 25000', '' for none),
 *       the limit of all such fees ('' for none), how many further unique values, those given up among them, and how many it gives
 *       up; for each sorted set what it stands there as, and its score; of one that it leaves '', or the score at which another
 *       in the set left just before keeps it there
 * Returns the result and a detail; after "saved" that is the team's new audit head, `seq:hash`.
 *
 * The counters are always the sums of what live records count for (`counted`, see domain/order/counted.ts); a save adds
 * the difference. Only a new record can be refused over a limit, and as a whole. One put back never is, as its money
 * may already be spent; it also takes the number over from its holder.
 *
 * The caller tells from the JSON it replaces what the record leaves: the same revision is the same JSON.
 *
 * Saving identical bytes again answers "saved": after a lost connection the client repeats a script that may have run.
 */
export const SAVE_SCRIPT = `
${AUDIT_LUA}
${FEES_LUA}
local function counted(record)
  local sums = {}
  if record and record.counted and not record.counted.released then
    for _, charge in ipairs(record.counted.charges) do
      sums[charge.field] = charge
    end
  end
  return sums
end

local function beyond(used, amount, limit)
  return tonumber(used or '0') + tonumber(amount) > tonumber(limit)
end

local current = redis.call('GET', KEYS[1])
if current == ARGV[3] then return {'saved', ''} end
local before = counted(current and cjson.decode(current))
local after = counted(cjson.decode(ARGV[3]))
local held, sets = { KEYS[5] }, #KEYS - tonumber(ARGV[14])
for at = sets + 1, #KEYS do held[#held + 1] = KEYS[at] end
local putBack = ARGV[2] == 'put_back'
if putBack then
  if current then return {'exists', current} end
  redis.call('ZADD', KEYS[3], ARGV[5], ARGV[1])
elseif ARGV[2] == '0' then
  if current then return {'exists', current} end
  for _, key in ipairs(held) do
    local holder = redis.call('GET', key)
    if holder and holder ~= ARGV[1] then return {'held', holder} end
  end
  for field, charge in pairs(after) do
    local used = redis.call('HGET', KEYS[6], field)
    if beyond(used, charge.amount, charge.limit) then return {'over', field} end
  end
  local currency, minor = string.match(ARGV[12], '^(%u+) (%d+)$')
  if currency and ARGV[13] ~= '' then
    local used = redis.call('HGET', KEYS[9], currency)
    if beyond(used, minor, ARGV[13]) then return {'over', 'fees:' .. currency} end
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
if ARGV[10] ~= '' then redis.call('ZADD', KEYS[8], ARGV[10], ARGV[6]) end
count_fees(KEYS[9], KEYS[10], ARGV[1], ARGV[12])
for at = 11, sets do
  local member, score = ARGV[2 * at - 6], ARGV[2 * at - 5]
  if at <= 10 + tonumber(ARGV[11]) then
    redis.call('ZADD', KEYS[at], score, member)
  elseif score == '' or redis.call('ZCOUNT', KEYS[at - 1], score, score) == 0 then
    redis.call('ZREM', KEYS[at], member)
  end
end
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
for at, key in ipairs(held) do
  local holder = redis.call('GET', key)
  if ARGV[7] == '1' and at <= #held - tonumber(ARGV[15]) then
    if putBack or not holder then redis.call('SET', key, ARGV[1]) end
  elseif holder == ARGV[1] then
    redis.call('DEL', key)
  end
end
return {'saved', head}
`;

/** Ends the visits to a record unless it has changed. KEYS: record, open index, due index. ARGV: revision, member. */
export const CLOSE_SCRIPT = `
local current = redis.call('GET', KEYS[1])
if current and cjson.decode(current).revision ~= tonumber(ARGV[1]) then return 0 end
redis.call('SREM', KEYS[2], ARGV[2])
return redis.call('ZREM', KEYS[3], ARGV[2])
`;

/** Frees what an ended record still holds, unless it has changed. KEYS: record, holders. ARGV: revision, id. */
export const FREE_SCRIPT = `
local current = redis.call('GET', KEYS[1])
if not current or cjson.decode(current).revision ~= tonumber(ARGV[1]) then return 0 end
for at = 2, #KEYS do
  if redis.call('GET', KEYS[at]) == ARGV[2] then redis.call('DEL', KEYS[at]) end
end
return 1
`;

/** Takes a record off a list unless it has changed. KEYS: record, list. ARGV: revision, id. */
export const UNLIST_SCRIPT = `
local current = redis.call('GET', KEYS[1])
if current and cjson.decode(current).revision ~= tonumber(ARGV[1]) then return 0 end
return redis.call('ZREM', KEYS[2], ARGV[2])
`;

/**
 * Puts records on the lists that lack them, takes them off those they have left, and counts their monthly fees among all,
 * unless they have changed. KEYS: of each record its key, the sums of fees, each record's part of them, its sorted sets. ARGV: of
 * each its revision, how many sorted sets, its id, its fee; for each sorted set what it stands there as, and its score, or ''
 * where it must not stand. Returns how many entries were wrong.
 */
export const RELIST_SCRIPT = `
${FEES_LUA}
local key, arg, mended = 1, 1, 0
while arg <= #ARGV do
  local count, wrong = tonumber(ARGV[arg + 1]), {}
  local id, fee = ARGV[arg + 2], ARGV[arg + 3]
  for place = 1, count do
    local member, score = ARGV[arg + 2 + 2 * place], ARGV[arg + 3 + 2 * place]
    local stands = redis.call('ZSCORE', KEYS[key + 2 + place], member) and true or false
    if stands ~= (score ~= '') then
      wrong[#wrong + 1] = { list = KEYS[key + 2 + place], member = member, score = score }
    end
  end
  local isOff = (redis.call('HGET', KEYS[key + 2], id) or '') ~= fee
  local current = (#wrong > 0 or isOff) and redis.call('GET', KEYS[key])
  if current and cjson.decode(current).revision == tonumber(ARGV[arg]) then
    for _, entry in ipairs(wrong) do
      if entry.score == '' then
        redis.call('ZREM', entry.list, entry.member)
      else
        redis.call('ZADD', entry.list, entry.score, entry.member)
      end
    end
    count_fees(KEYS[key + 1], KEYS[key + 2], id, fee)
    mended = mended + #wrong + (isOff and 1 or 0)
  end
  key, arg = key + 3 + count, arg + 4 + 2 * count
end
return mended
`;

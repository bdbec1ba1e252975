"""The Lua that makes the stream atomic. Time is Redis' own, so no clock of ours matters.

Every script starts with `now`, in seconds; all keys of a reply live on one Redis.
"""

_NOW = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local ms = math.floor(now * 1000)
"""

# Number, log and publish; shared by all scripts that write events.
_WRITE = (
    _NOW
    + """
local function write(state, log, seq, events)
  local lines = {}
  for _, event in ipairs(events) do
    seq = seq + 1
    local line = '{"seq":' .. seq .. ',' .. string.sub(event, 2)
    redis.call('XADD', log, seq .. '-' .. ms, 'e', line)
    lines[#lines + 1] = line
  end
  redis.call('HSET', state, 'seq', seq)
  redis.call('PUBLISH', state, table.concat(lines, '\\n'))
  return seq
end

local function finish(state, log, id, keep)
  local owner = redis.call('HGET', state, 'owner') or ''
  local claimed = tonumber(redis.call('HGET', state, 'claimed_at') or now)
  redis.call('HSET', state, 'ended', 1)
  redis.call('EXPIRE', state, keep)
  redis.call('EXPIRE', log, keep)
  redis.call('ZREM', 'replies:active', id)
  redis.call('ZREM', 'replies:active:' .. owner, id)
  redis.call('ZREM', 'replies:waiting', id)
  local mean = tonumber(redis.call('GET', 'replies:seconds') or 0)
  local seconds = now - claimed
  if mean > 0 then seconds = 0.9 * mean + 0.1 * seconds end
  redis.call('SET', 'replies:seconds', tostring(seconds))
end
"""
)

# KEYS state log. ARGV id owner attempt limit owner_limit place_seconds log_seconds queued_prefix.
# → {'admitted', position} or {'full' | 'owner_full', count, mean seconds of a reply}
ADMIT = (
    _WRITE
    + """
local state, log = KEYS[1], KEYS[2]
local id, owner = ARGV[1], ARGV[2]
local mine = 'replies:active:' .. owner
if redis.call('EXISTS', state) == 1 then return {'again', 0} end
redis.call('ZREMRANGEBYSCORE', 'replies:active', '-inf', now)
redis.call('ZREMRANGEBYSCORE', mine, '-inf', now)
redis.call('ZREMRANGEBYSCORE', 'replies:waiting', '-inf', now - ARGV[7])
local all, own = redis.call('ZCARD', 'replies:active'), redis.call('ZCARD', mine)
local mean = redis.call('GET', 'replies:seconds') or '0'
if own >= tonumber(ARGV[5]) then return {'owner_full', own, mean} end
if all >= tonumber(ARGV[4]) then return {'full', all, mean} end
local position = redis.call('ZCARD', 'replies:waiting')
redis.call('ZADD', 'replies:active', now + ARGV[6], id)
redis.call('ZADD', mine, now + ARGV[6], id)
redis.call('EXPIRE', mine, ARGV[7])
redis.call('ZADD', 'replies:waiting', now, id)
redis.call('HSET', state, 'attempt', ARGV[3], 'owner', owner, 'seq', 0, 'admitted_at', now)
write(state, log, 0, {ARGV[8] .. position .. '}'})
redis.call('EXPIRE', state, ARGV[7])
redis.call('EXPIRE', log, ARGV[7])
return {'admitted', position}
"""
)

# KEYS state log. ARGV id. Undo an admission whose request could not be enqueued.
WITHDRAW = """
local owner = redis.call('HGET', KEYS[1], 'owner') or ''
redis.call('ZREM', 'replies:active', ARGV[1])
redis.call('ZREM', 'replies:active:' .. owner, ARGV[1])
redis.call('ZREM', 'replies:waiting', ARGV[1])
redis.call('DEL', KEYS[1], KEYS[2])
"""

# KEYS state. ARGV id attempt worker lease_seconds claim. → claimed | ended | held | fenced
# The same `claim`, sent again because its answer was lost, is claimed again.
CLAIM = (
    _NOW
    + """
local state = KEYS[1]
local got = redis.call('HMGET', state, 'attempt', 'claimed', 'lease', 'ended', 'owner', 'claim')
if not got[1] or got[4] then return 'ended' end
if tonumber(ARGV[2]) < tonumber(got[1]) then return 'fenced' end
if got[6] ~= ARGV[5] then
  if got[2] and tonumber(got[2]) >= tonumber(ARGV[2]) then return 'held' end
  if got[3] and tonumber(got[3]) > now then return 'held' end
end
redis.call('HSET', state, 'attempt', ARGV[2], 'claimed', ARGV[2], 'worker', ARGV[3],
  'claim', ARGV[5], 'lease', now + ARGV[4], 'claimed_at', now)
redis.call('ZREM', 'replies:waiting', ARGV[1])
redis.call('ZADD', 'replies:active', now + ARGV[4], ARGV[1])
redis.call('ZADD', 'replies:active:' .. got[5], now + ARGV[4], ARGV[1])
return 'claimed'
"""
)

# KEYS state log, state log, … ARGV keep_seconds log_seconds lease_seconds, then per reply:
# id attempt number last_seq ends event_count event…
# → per reply: seq, refusal ('' | fenced | ended), stop flag (0 | 1)
APPEND = (
    _WRITE
    + """
local keep, life, lease = ARGV[1], ARGV[2], ARGV[3]
local result, at = {}, 4
for i = 1, #KEYS, 2 do
  local state, log = KEYS[i], KEYS[i + 1]
  local id, attempt, number, last, ends, count = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2],
    ARGV[at + 3], ARGV[at + 4], tonumber(ARGV[at + 5])
  local events = {}
  for k = 1, count do events[k] = ARGV[at + 5 + k] end
  at = at + 6 + count
  local mark = number ~= '0' and attempt .. ':' .. number
  local got = redis.call('HMGET', state, 'attempt', 'ended', 'seq', 'stop', 'mark')
  local seq, refusal = tonumber(got[3] or last), ''
  if got[1] and attempt < tonumber(got[1]) then refusal = 'fenced'
  elseif mark and got[5] == mark then -- it came before, and its answer was lost
  elseif got[2] then refusal = 'ended'
  else
    if not got[1] then -- Redis was emptied: go on where the writer was, the database gets it all
      redis.call('HSET', state, 'attempt', attempt, 'claimed', attempt, 'lease', now + lease)
    end
    seq = write(state, log, seq, events)
    if mark then redis.call('HSET', state, 'mark', mark) end
    if not got[1] then
      redis.call('EXPIRE', state, life)
      redis.call('EXPIRE', log, life)
    end
    if ends == '1' then finish(state, log, id, keep) end
  end
  result[#result + 1] = seq
  result[#result + 1] = refusal
  result[#result + 1] = got[4] and 1 or 0
end
return result
"""
)

# KEYS state… ARGV lease_seconds, then id and attempt per reply. → per reply: ok | lost | stop
RENEW = (
    _NOW
    + """
local result = {}
for i, state in ipairs(KEYS) do
  local id, attempt = ARGV[2 * i], ARGV[2 * i + 1]
  local got = redis.call('HMGET', state, 'attempt', 'ended', 'stop', 'owner')
  if not got[1] then
    result[i] = 'ok' -- emptied: the next append writes it anew
  elseif got[2] or got[1] ~= attempt then
    result[i] = 'lost'
  else
    redis.call('HSET', state, 'lease', now + ARGV[1])
    redis.call('ZADD', 'replies:active', now + ARGV[1], id)
    redis.call('ZADD', 'replies:active:' .. (got[4] or ''), now + ARGV[1], id)
    result[i] = got[3] and 'stop' or 'ok'
  end
end
return result
"""
)

# KEYS state log. ARGV id keep_seconds event…. End at once what no worker has taken, else ask.
# → ended | asked | over | gone
STOP = (
    _WRITE
    + """
local state, log, id = KEYS[1], KEYS[2], ARGV[1]
local got = redis.call('HMGET', state, 'claimed', 'ended', 'seq')
if got[2] then return 'over' end
if got[1] or not got[3] then
  if got[3] then redis.call('HSET', state, 'stop', 1) end
  redis.call('PUBLISH', 'replies:control', id)
  return got[3] and 'asked' or 'gone'
end
local events = {}
for k = 3, #ARGV do events[#events + 1] = ARGV[k] end
write(state, log, tonumber(got[3]), events)
finish(state, log, id, ARGV[2])
return 'ended'
"""
)

# KEYS state…. → per reply 1 if no living worker will end it (unknown, or its lease ran out).
LOST = (
    _NOW
    + """
local result = {}
for i, state in ipairs(KEYS) do
  local got = redis.call('HMGET', state, 'seq', 'claimed', 'lease', 'ended')
  local lost = not got[1] or (got[2] and not got[4] and tonumber(got[3]) < now)
  result[i] = lost and 1 or 0
end
return result
"""
)

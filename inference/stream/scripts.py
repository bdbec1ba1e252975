"""The Lua that makes the stream atomic. Time is Redis' own, so no clock of ours matters.

Every script starts with `now`, in seconds; all keys of a reply live on one Redis.
"""

NOW = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local ms = math.floor(now * 1000)
"""

# Number, log and publish; shared by all scripts that write events. A reply that ends leaves the
# line it may stand in, see waiting_scripts.
WRITE = (
    NOW
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

local function line_of(model, owner) return 'line:' .. #model .. ':' .. model .. ':' .. owner end

local function leave_line(id, model, owner)
  local line = line_of(model, owner)
  redis.call('ZREM', line, id)
  if redis.call('EXISTS', line) == 0 then redis.call('ZREM', 'turns:' .. model, owner) end
  redis.call('ZREM', 'replies:waiting', id)
end

local function finish(state, log, id, keep)
  local got = redis.call('HMGET', state, 'owner', 'model', 'claimed_at')
  local owner, claimed = got[1] or '', tonumber(got[3])
  redis.call('HSET', state, 'ended', 1)
  redis.call('HDEL', state, 'request', 'on_outcome')
  redis.call('EXPIRE', state, keep)
  redis.call('EXPIRE', log, keep)
  redis.call('ZREM', 'replies:active', id)
  redis.call('ZREM', 'replies:active:' .. owner, id)
  leave_line(id, got[2] or '', owner)
  if not claimed then return end
  local mean = tonumber(redis.call('GET', 'replies:seconds') or 0)
  local seconds = now - claimed
  if mean > 0 then seconds = 0.9 * mean + 0.1 * seconds end
  redis.call('SET', 'replies:seconds', tostring(seconds))
end
"""
)

# KEYS state log, state log, … ARGV keep_seconds log_seconds lease_seconds, then per reply:
# id attempt number last_seq ends event_count event…
# → per reply: seq, refusal ('' | fenced | ended), stop flag (0 | 1)
APPEND = (
    WRITE
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
    if got[1] and attempt > tonumber(got[1]) then redis.call('HSET', state, 'attempt', attempt) end
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
    NOW
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
    WRITE
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
    NOW
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

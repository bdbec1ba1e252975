"""The Lua of the queue: who waits, in which order, and who takes the next one.

Each model has its rotation, `turns:<model>`, of the owners who have something waiting, and each
owner a `line` of ids for that model. Whoever's turn it is gives the first of the line and goes to
the end of the rotation. A reply's state carries the request itself and whom to tell its outcome,
so a message that wakes a worker carries nothing.
"""

from inference.stream.scripts import NOW, WRITE
from inference.wait_scripts import ESTIMATE

# How many are taken before the next one of `owner` that comes now.
_PLACE = """
local function place_of_next(model, owner)
  local turns, own = 'turns:' .. model, redis.call('ZCARD', line_of(model, owner))
  if own == 0 then
    return redis.call('ZCARD', turns) - (redis.call('ZSCORE', turns, BACKGROUND) and 1 or 0)
  end
  local place, ahead = own, 1
  for _, other in ipairs(redis.call('ZRANGE', turns, 0, -1)) do
    if other == owner then ahead = 0
    elseif other ~= BACKGROUND then
      place = place + math.min(redis.call('ZCARD', line_of(model, other)), own + ahead) end
  end
  return place
end
"""

# KEYS state log listened. ARGV id owner attempt limit owner_limit life queued_prefix model request
# on_outcome timeout known_seconds live_seconds tickets seq keep_seconds listened_seconds ticket
# group group_limit; timeout, known, live, listened and group_limit: 0 is none. seq: of what comes
# before the first event. ticket: as `tickets` has its form.
# → {'admitted' | 'again'},
# {'full' | 'owner_full' | 'group_full', count, mean seconds of a reply}
# or {'unknown' | 'absent', 0, when the model was last seen}
ADMIT = (
    WRITE
    + _PLACE
    + """
local state, log = KEYS[1], KEYS[2]
local id, owner, life, model = ARGV[1], ARGV[2], ARGV[6], ARGV[8]
local timeout, known, live = tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])
local function wake() -- unless there are enough: finishing workers would leave heaps of them behind
  if redis.call('LLEN', ARGV[14]) < redis.call('ZCARD', 'replies:waiting') then
    redis.call('LPUSH', ARGV[14], (string.gsub(ARGV[18], '{name}', id)))
  end
end
if redis.call('EXISTS', state) == 1 then
  wake()
  return {'again'}
end
local seen = tonumber(redis.call('ZSCORE', 'models', model) or 0)
if known > 0 and seen < now - known then return {'unknown', 0, tostring(seen)} end
if live > 0 and seen < now - live then return {'absent', 0, tostring(seen)} end
local group, together = ARGV[19], tonumber(ARGV[20])
local all = redis.call('ZCOUNT', 'replies:active', now, 'inf')
  - redis.call('ZCOUNT', 'replies:active:' .. BACKGROUND, now, 'inf')
local own = redis.call('ZCOUNT', 'replies:active:' .. owner, now, 'inf')
local mean = redis.call('GET', 'replies:seconds') or '0'
if own >= tonumber(ARGV[5]) then return {'owner_full', own, mean} end
if together > 0 then
  local of_group = redis.call('ZCOUNT', 'replies:active:group:' .. group, now, 'inf')
  if of_group >= together then return {'group_full', of_group, mean} end
end
if all >= tonumber(ARGV[4]) and owner ~= BACKGROUND then return {'full', all, mean} end
local place = place_of_next(model, owner)
-- First what a full Redis refuses: it looks at the first write of a script only.
redis.call('HSET', state, 'attempt', ARGV[3], 'owner', owner, 'admitted_at', now,
  'model', model, 'request', ARGV[9], 'on_outcome', ARGV[10], 'place', place,
  'timeout', timeout, 'group', group)
for _, active in ipairs(places_of(owner, group)) do
  redis.call('ZREMRANGEBYSCORE', active, '-inf', now)
end
hold_places(id, owner, group, now + life, life)
redis.call('ZADD', line_of(model, owner), redis.call('INCR', 'turn'), id)
redis.call('ZADD', 'turns:' .. model, 'NX', redis.call('INCR', 'turn'), owner)
redis.call('ZADD', 'replies:waiting', timeout > 0 and now + timeout or 'inf', id)
local seq = write(state, log, tonumber(ARGV[15]), {ARGV[7] .. place .. '}'})
redis.call('EXPIRE', state, life)
redis.call('EXPIRE', log, life)
if tonumber(ARGV[17]) > 0 then redis.call('ZADD', KEYS[3], now + ARGV[17], id) end
if redis.call('DEL', 'unwanted:' .. id) == 1 then -- stopped while Redis had forgotten it
  write(state, log, seq, {STOPPED})
  finish(state, log, id, ARGV[16])
end
wake()
return {'admitted'}
"""
)

# ARGV model worker lease_seconds claim spare. Take the next one: its attempt is this worker's from
# now. spare: 0 means only what somebody waits for.
# The same `claim`, sent again because its answer was lost, gets the same reply, or the next one
# when that was handed on meanwhile.
# → {} or {id, attempt, request, on_outcome, why it was handed on if it was, seconds since it was
# first taken, seq}
NEXT = (
    WRITE
    + """
local model, worker, lease, claim = ARGV[1], ARGV[2], ARGV[3], 'claim:' .. ARGV[4]
local turns = 'turns:' .. model
local function told(id)
  local got = redis.call('HMGET', 'reply:' .. id, 'claimed', 'request', 'on_outcome', 'handed',
    'claimed_at', 'seq')
  return {id, got[1], got[2], got[3], got[4] or '', tostring(now - tonumber(got[5])), got[6]}
end
local attempt, before = string.match(redis.call('GET', claim) or '', '^(%d+):(.*)$')
if before then
  local got = redis.call('HMGET', 'reply:' .. before, 'claimed', 'ended')
  if got[1] == attempt and not got[2] then return told(before) end
end
while true do
  local owners = redis.call('ZRANGE', turns, 0, 1)
  local owner = owners[1] == BACKGROUND and owners[2] or owners[1]
  if not owner or (owner == BACKGROUND and ARGV[5] == '0') then return {} end
  local line = line_of(model, owner)
  local id = redis.call('ZPOPMIN', line)[1]
  local has_more = redis.call('EXISTS', line) == 1
  if not has_more then redis.call('ZREM', turns, owner) end
  local state = 'reply:' .. (id or '')
  local got = redis.call('HMGET', state, 'attempt', 'claimed', 'ended', 'group')
  if id then redis.call('ZREM', 'replies:waiting', id) end
  if got[1] and not got[2] and not got[3] then
    if has_more then redis.call('ZADD', turns, redis.call('INCR', 'turn'), owner) end
    redis.call('HSET', state, 'claimed', got[1], 'worker', worker)
    redis.call('HSETNX', state, 'claimed_at', now)
    redis.call('HSET', state, 'taken:' .. got[1], now .. ' ' .. worker)
    redis.call('ZADD', 'replies:leases', now + lease, id)
    hold_places(id, owner, got[4], now + lease)
    redis.call('SET', claim, got[1] .. ':' .. id, 'EX', 60)
    return told(id)
  end
end
"""
)

# ARGV model queued_prefix tickets free tell_ms. Once in tell_ms tell all who wait for the model
# their place and for how long, if that has changed, but for those handed on: they have begun.
# → how many tickets are missing to fill `free` slots.
TEND = (
    WRITE
    + ESTIMATE
    + """
local model, prefix, tickets = ARGV[1], ARGV[2], ARGV[3]
local owners = redis.call('ZRANGE', 'turns:' .. model, 0, -1)
if #owners == 0 then return 0 end
local is_mine = redis.call('SET', 'tending:' .. model, 1, 'NX', 'PX', ARGV[5])
local lines, waiting = {}, 0
for i, owner in ipairs(owners) do
  lines[i] = redis.call('ZRANGE', line_of(model, owner), 0, -1)
  waiting = waiting + #lines[i]
end
local missing = math.min(tonumber(ARGV[4]), waiting) - redis.call('LLEN', tickets)
if not is_mine then return missing end
local for_one = seconds_for_one(model)
local place, round, more = 0, 1, true
while more do
  more = false
  for i, owner in ipairs(owners) do
    local id = lines[i][round]
    if id and owner ~= BACKGROUND then
      more = true
      local state = 'reply:' .. id
      local got = redis.call('HMGET', state, 'seq', 'place', 'handed', 'due')
      if not got[1] then leave_line(id, model, owner)
      else
        local has_moved = tonumber(got[2]) ~= place
        local wait = wait_to_tell(place, for_one, tonumber(got[4]), has_moved)
        if (has_moved or wait) and not got[3] then
          local event = prefix .. place
          redis.call('HSET', state, 'place', place)
          if wait then
            redis.call('HSET', state, 'due', now + wait)
            event = event .. ',"wait_seconds":' .. math.ceil(wait)
          end
          write(state, state .. ':log', tonumber(got[1]), {event .. '}'})
        end
        place = place + 1
      end
    end
  end
  round = round + 1
end
return missing
"""
)

# ARGV keep_seconds limit event…. End what has waited for longer than it may.
# → id, on_outcome of each that ended
OVERDUE = (
    WRITE
    + """
local result, events = {}, {}
for k = 3, #ARGV do events[#events + 1] = ARGV[k] end
for _, id in ipairs(
  redis.call('ZRANGEBYSCORE', 'replies:waiting', '-inf', now, 'LIMIT', 0, ARGV[2])) do
  local state = 'reply:' .. id
  local got = redis.call('HMGET', state, 'seq', 'ended', 'on_outcome')
  redis.call('ZREM', 'replies:waiting', id)
  if got[1] and not got[2] then
    write(state, state .. ':log', tonumber(got[1]), events)
    finish(state, state .. ':log', id, ARGV[1])
    result[#result + 1] = id
    result[#result + 1] = got[3] or ''
  end
end
return result
"""
)

# ARGV worker status worker_seconds model known_seconds. A worker is there, and its model with it.
REPORT = (
    NOW
    + """
redis.call('SADD', 'workers', ARGV[1])
redis.call('SET', 'worker:' .. ARGV[1], ARGV[2], 'EX', ARGV[3])
redis.call('ZADD', 'models', now, ARGV[4])
redis.call('ZREMRANGEBYSCORE', 'models', '-inf', now - ARGV[5])
"""
)

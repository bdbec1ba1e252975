"""The Lua that makes the stream atomic. Time is Redis' own, so no clock of ours matters.

Every script starts with `now`, in seconds; all keys of a reply live on one Redis.
"""

import json

from inference.contract import Finished, event_to_json
from inference.store import BACKGROUND
from inference.wait_scripts import NOTE_SECONDS

NOW = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local ms = math.floor(now * 1000)
"""

# The sets in which a reply has a place: of all, of its owner, and of its group if it has one. life:
# of the sets of an owner and a group, for places that nobody gives back; none: as it is.
PLACES = """
local function places_of(owner, group)
  local places = {'replies:active', 'replies:active:' .. owner}
  if group and group ~= '' then places[3] = 'replies:active:group:' .. group end
  return places
end

local function hold_places(id, owner, group, till, life)
  for i, place in ipairs(places_of(owner, group)) do
    redis.call('ZADD', place, till, id)
    if life and i > 1 then redis.call('EXPIRE', place, life) end
  end
end
"""

_STOPPED = json.dumps(event_to_json(Finished(reason="stopped")), separators=(",", ":"))

# Number, log and publish; shared by all scripts that write events. A reply that ends leaves the
# line it may stand in, see waiting_scripts.
WRITE = (
    NOW
    + f"local STOPPED = '{_STOPPED}'"
    + f"local BACKGROUND = '{BACKGROUND}'"
    + NOTE_SECONDS
    + PLACES
    + """
local function write(state, log, seq, events, mark)
  local lines = {}
  for _, event in ipairs(events) do
    seq = seq + 1
    local line = '{"seq":' .. seq .. ',' .. string.sub(event, 2)
    redis.call('XADD', log, seq .. '-' .. ms, 'e', line)
    lines[#lines + 1] = line
  end
  if mark then redis.call('HSET', state, 'seq', seq, 'mark', mark)
  else redis.call('HSET', state, 'seq', seq) end
  redis.call('PUBLISH', state, table.concat(lines, '\\n'))
  return seq
end

local function put_right(what) redis.call('HINCRBY', 'delivery', what, 1) end

local function line_of(model, owner) return 'line:' .. #model .. ':' .. model .. ':' .. owner end

local function leave_line(id, model, owner)
  local line = line_of(model, owner)
  redis.call('ZREM', line, id)
  if redis.call('EXISTS', line) == 0 then redis.call('ZREM', 'turns:' .. model, owner) end
  redis.call('ZREM', 'replies:waiting', id)
end

local function finish(state, log, id, keep)
  local got = redis.call('HMGET', state, 'owner', 'model', 'claimed_at', 'group')
  local owner, claimed = got[1] or '', tonumber(got[3])
  redis.call('HSET', state, 'ended', 1)
  redis.call('HDEL', state, 'request', 'on_outcome')
  redis.call('DEL', state .. ':made')
  redis.call('EXPIRE', state, keep)
  redis.call('EXPIRE', log, keep)
  redis.call('ZREM', 'replies:leases', id)
  for _, place in ipairs(places_of(owner, got[4])) do redis.call('ZREM', place, id) end
  leave_line(id, got[2] or '', owner)
  if not claimed or owner == BACKGROUND then return end
  local mean = tonumber(redis.call('GET', 'replies:seconds') or 0)
  local seconds = now - claimed
  note_seconds(got[2] or '', seconds)
  if mean > 0 then seconds = 0.9 * mean + 0.1 * seconds end
  redis.call('SET', 'replies:seconds', tostring(seconds))
end
"""
)

# Back to the queue with what was made, under the next attempt: the first in its line, and its owner
# the first in turn, for its reader has seen it begin. What its reader stopped ends instead.
# why: shutdown | lost. → handed | ended | forgotten
PUT_BACK = """
local function put_first(key, member)
  local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
  redis.call('ZADD', key, tonumber(first or 0) - 1, member)
end

local function leave_worker(state, why)
  redis.call('HSET', state, 'left:' .. redis.call('HGET', state, 'attempt'), now .. ' ' .. why)
end

local function put_back(state, log, id, why, keep, life)
  local got = redis.call('HMGET', state, 'request', 'stop', 'seq', 'owner', 'model', 'timeout',
    'group')
  if not got[1] then return 'forgotten' end -- Redis was emptied: nobody else could go on with it
  if got[2] then
    write(state, log, tonumber(got[3]), {STOPPED})
    finish(state, log, id, keep)
    return 'ended'
  end
  local owner, model, timeout = got[4], got[5], tonumber(got[6] or 0)
  leave_worker(state, why)
  put_right(why)
  redis.call('HINCRBY', state, 'attempt', 1)
  redis.call('HSET', state, 'handed', why)
  redis.call('HDEL', state, 'claimed', 'worker')
  redis.call('ZREM', 'replies:leases', id)
  put_first(line_of(model, owner), id)
  put_first('turns:' .. model, owner)
  redis.call('ZADD', 'replies:waiting', timeout > 0 and now + timeout or 'inf', id)
  hold_places(id, owner, got[7], now + life, life)
  for _, key in ipairs({state, log, state .. ':made'}) do redis.call('EXPIRE', key, life) end
  return 'handed'
end
"""

# KEYS state log, state log, … ARGV keep_seconds log_seconds lease_seconds, then per reply:
# id attempt number last_seq after made about event_count event…. after the events: goes_on | ends |
# handed_on. made: see `handover`. about: Provenance as JSON, or empty.
# → per reply: seq, refusal ('' | fenced | ended | forgotten), stop flag (0 | 1)
APPEND = (
    WRITE
    + PUT_BACK
    + """
local keep, life, lease = ARGV[1], ARGV[2], ARGV[3]
local result, at = {}, 4
for i = 1, #KEYS, 2 do
  local state, log = KEYS[i], KEYS[i + 1]
  local id, attempt, number, last, after, made, count = ARGV[at], tonumber(ARGV[at + 1]),
    ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], tonumber(ARGV[at + 7])
  local about, events = ARGV[at + 6], {}
  for k = 1, count do events[k] = ARGV[at + 7 + k] end
  at = at + 8 + count
  local mark = number ~= '0' and attempt .. ':' .. number
  local got = redis.call('HMGET', state, 'attempt', 'ended', 'seq', 'stop', 'mark')
  -- A Redis that came back with an older state has given numbers that it knows no more.
  local seq, refusal = math.max(tonumber(got[3] or 0), tonumber(last)), ''
  if got[1] and attempt < tonumber(got[1]) then
    refusal = 'fenced'
    put_right(refusal)
  elseif mark and got[5] == mark then -- it came before, and its answer was lost
    put_right('repeated')
    if after == 'handed_on' and not got[2] then refusal = 'forgotten' end -- else it were fenced
  elseif got[2] then
    refusal = 'ended'
    put_right('after_ending')
  else
    if not got[1] and tonumber(last) > 0 then put_right('restored') end
    if not got[1] then -- Redis was emptied: go on where the writer was, the database gets it all
      redis.call('HSET', state, 'attempt', attempt, 'claimed', attempt)
      redis.call('ZADD', 'replies:leases', now + lease, id)
    end
    if got[1] and attempt > tonumber(got[1]) then redis.call('HSET', state, 'attempt', attempt) end
    if count > 0 then seq = write(state, log, seq, events, mark)
    elseif mark then redis.call('HSET', state, 'mark', mark) end
    if about ~= '' then redis.call('HSET', state, 'about', about) end
    if made ~= '' and redis.call('APPEND', state .. ':made', made) == #made then
      redis.call('EXPIRE', state .. ':made', life)
    end
    if not got[3] then
      redis.call('EXPIRE', state, life)
      redis.call('EXPIRE', log, life)
    end
    if after == 'ends' then finish(state, log, id, keep)
    elseif after == 'handed_on' then
      local what = put_back(state, log, id, 'shutdown', keep, life)
      if what == 'forgotten' then refusal = what end
    end
  end
  result[#result + 1] = seq
  result[#result + 1] = refusal
  result[#result + 1] = got[4] and 1 or 0
end
return result
"""
)

# KEYS state… ARGV lease_seconds life, then per reply: id attempt owner group model.
# → per reply: ok | lost | stop
RENEW = (
    NOW
    + PLACES
    + """
local result, life = {}, ARGV[2]
for i, state in ipairs(KEYS) do
  local id, attempt, owner, group, model = unpack(ARGV, 5 * i - 2, 5 * i + 2)
  local got = redis.call('HMGET', state, 'attempt', 'ended', 'stop', 'owner', 'group')
  if got[2] or got[1] and got[1] ~= attempt then
    result[i] = 'lost'
  else
    local is_restored = not got[4]
    if is_restored then -- Redis was emptied: say whose it is, an append tells where its stream is
      redis.call('HSET', state, 'attempt', attempt, 'claimed', attempt, 'owner', owner,
        'group', group, 'model', model)
      redis.call('EXPIRE', state, life)
    else owner, group = got[4], got[5] end
    redis.call('ZADD', 'replies:leases', now + ARGV[1], id)
    hold_places(id, owner, group, now + ARGV[1], is_restored and life)
    result[i] = got[3] and 'stop' or 'ok'
  end
end
return result
"""
)

# KEYS state log. ARGV id keep_seconds event…. End at once what no worker has taken, else ask.
# → ended | asked | over | gone; what is gone may be asked for again, which this stops as well
STOP = (
    WRITE
    + """
local state, log, id = KEYS[1], KEYS[2], ARGV[1]
local got = redis.call('HMGET', state, 'claimed', 'ended', 'seq')
if got[2] then return 'over' end
if got[1] or not got[3] then
  if got[1] then redis.call('HSETNX', state, 'stop', now) -- when it was asked first
  else redis.call('SET', 'unwanted:' .. id, 1, 'EX', 60) end
  redis.call('PUBLISH', 'replies:control', id)
  return got[1] and 'asked' or 'gone'
end
redis.call('HSET', state, 'stop', now)
local events = {}
for k = 3, #ARGV do events[#events + 1] = ARGV[k] end
write(state, log, tonumber(got[3]), events)
finish(state, log, id, ARGV[2])
return 'ended'
"""
)

"""The Lua that finds replies whose worker is lost, and queues them again.

A lease that ran out is not enough: while Redis was away nobody could renew any. So whoever looks
first only writes down the suspicion, and a living worker has until the next look to renew.
"""

from inference.stream.scripts import NOW, PUT_BACK, WRITE

# ARGV keep_seconds life grace_seconds attempts event…; the events end what was lost too often.
# → of each that was moved: handed | ended, id, on_outcome
LOOK = (
    WRITE
    + PUT_BACK
    + """
local keep, life, grace, attempts = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local result, events = {}, {}
for k = 5, #ARGV do events[#events + 1] = ARGV[k] end
local expired = redis.call('ZRANGEBYSCORE', 'replies:leases', '-inf', now, 'WITHSCORES')
for i = 1, #expired, 2 do
  local id, lease = expired[i], tonumber(expired[i + 1])
  local state, log = 'reply:' .. id, 'reply:' .. id .. ':log'
  local got = redis.call('HMGET', state, 'attempt', 'ended', 'suspected', 'request', 'on_outcome',
    'seq')
  local suspected = tonumber(got[3] or 0)
  if not got[1] or got[2] then redis.call('ZREM', 'replies:leases', id)
  elseif suspected < lease then redis.call('HSET', state, 'suspected', now)
  elseif now - suspected >= grace and got[4] then
    local what = 'ended'
    if redis.call('HINCRBY', state, 'lost', 1) < attempts then
      what = put_back(state, log, id, 'lost', keep, life)
    else
      leave_worker(state, 'lost')
      write(state, log, tonumber(got[6]), events)
      finish(state, log, id, keep)
    end
    for _, value in ipairs({what, id, got[5] or ''}) do result[#result + 1] = value end
  end
end
return result
"""
)

# KEYS state…. ARGV grace_seconds silent_seconds id…. → per reply '', or why nobody works on it:
# ended. forgotten: Redis was emptied, and for silent_seconds since this was first seen no worker
# said that it has the reply. cut: Redis was emptied in its middle, and then its worker was lost.
LEFT_OVER = (
    NOW
    + """
local grace, silence, result = tonumber(ARGV[1]), tonumber(ARGV[2]), {}
for i, state in ipairs(KEYS) do
  local id, what = ARGV[i + 2], ''
  local got = redis.call('HMGET', state, 'attempt', 'claimed', 'ended', 'request', 'suspected')
  if not got[1] then
    local missed = redis.call('GET', 'missed:' .. id)
    if not missed then redis.call('SET', 'missed:' .. id, tostring(now), 'EX', 60)
    elseif now - tonumber(missed) >= silence then what = 'forgotten' end
  elseif got[3] then what = 'ended'
  elseif got[2] and not got[4] then
    local lease = tonumber(redis.call('ZSCORE', 'replies:leases', id) or 'inf')
    local suspected = tonumber(got[5] or 0)
    if suspected >= lease and now - suspected >= grace then what = 'cut' end
  end
  result[i] = what
end
return result
"""
)

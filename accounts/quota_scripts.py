"""The Lua of quotas. All times are Redis' own, so no other machine's clock matters.

quota:<owner>:requests       sorted set: id → when it was asked for (ms), of the last minute
quota:<owner>:tokens:<day>   hash: each charged reply → its tokens; sum; and known, when those that
                             ended before there was this hash are in it too. day: since 1970
"""

_TODAY = """
local DAY = 86400000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local today = math.floor(now / DAY)
local function charge(tokens, id, count)
  if redis.call('HSETNX', tokens, id, count) == 1 then
    redis.call('HINCRBY', tokens, 'sum', count)
  end
end
"""

# KEYS requests tokens. ARGV request_limit token_limit id window_ms
# → {'taken' | 'requests' | 'tokens' | 'unknown', requests of this window, ms until one leaves it,
# tokens of this day, ms until its end, the day}; unknown: repair the day's tokens first
TAKE = (
    _TODAY
    + """
local requests, tokens = KEYS[1], KEYS[2] .. today
local request_limit, token_limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local id, window = ARGV[3], tonumber(ARGV[4])
local taken, used, free_in, is_new = 0, 0, 0, true
local function answer(verdict)
  return {verdict, taken, free_in, used, (today + 1) * DAY - now, today}
end
if token_limit > 0 then
  if redis.call('HEXISTS', tokens, 'known') == 0 then
    -- From now on charges are kept; whoever repairs looks for those before.
    redis.call('HSETNX', tokens, 'sum', 0)
    redis.call('EXPIRE', tokens, 2 * DAY / 1000)
    return answer('unknown')
  end
  used = tonumber(redis.call('HGET', tokens, 'sum'))
end
if request_limit > 0 then
  redis.call('ZREMRANGEBYSCORE', requests, '-inf', now - window)
  redis.call('ZREMRANGEBYSCORE', requests, '(' .. now, 'inf') -- the clock was set back since
  taken = redis.call('ZCARD', requests)
  is_new = not redis.call('ZSCORE', requests, id)
end
local verdict = 'taken'
if token_limit > 0 and used >= token_limit then verdict = 'tokens'
elseif request_limit > 0 and is_new then
  if taken >= request_limit then verdict = 'requests'
  else
    redis.call('ZADD', requests, now, id)
    redis.call('PEXPIRE', requests, window)
    taken = taken + 1
  end
end
if taken > 0 then
  free_in = redis.call('ZRANGE', requests, 0, 0, 'WITHSCORES')[2] + window - now
end
return answer(verdict)
"""
)

# KEYS tokens. ARGV id count. Nothing where there is no hash: who makes it finds the reply in the
# database.
CHARGE = (
    _TODAY
    + """
if redis.call('EXISTS', KEYS[1] .. today) == 1
    and redis.call('HEXISTS', KEYS[1] .. today - 1, ARGV[1]) == 0 then
  charge(KEYS[1] .. today, ARGV[1], ARGV[2])
end
"""
)

# KEYS tokens. ARGV day id count id count … Nothing if Redis was emptied since the look at the
# database began: what was charged meanwhile would be missing.
REPAIR = (
    _TODAY
    + """
local tokens = KEYS[1] .. ARGV[1]
if redis.call('EXISTS', tokens) == 0 then return end
for place = 2, #ARGV, 2 do charge(tokens, ARGV[place], ARGV[place + 1]) end
redis.call('HSET', tokens, 'known', 1)
"""
)

"""The Lua of quotas. All times are Redis' own, so no other machine's clock matters.

quota:<payer>:requests       sorted set: id → when it was asked for (ms), of the last minute
quota:<payer>:tokens:<day>   hash: each charged reply → its tokens; sum; and known, when those that
                             ended before there was this hash are in it too. day: since 1970

payer: the id of a person, or team:<id>.
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

# Of several payers, from all of them or from none. KEYS requests tokens requests tokens …
# ARGV id window_ms request_limit token_limit request_limit token_limit …
# → {'taken' | 'requests' | 'tokens' | 'unknown', whose (1, 2, …), the day, ms until its end,
# and of each: requests of this window, ms until one leaves it, tokens of this day}; unknown: repair
# their day's tokens first
TAKE = (
    _TODAY
    + """
local id, window = ARGV[1], tonumber(ARGV[2])
local payers = {}
for place = 1, #KEYS / 2 do
  payers[place] = {
    requests = KEYS[2 * place - 1], tokens = KEYS[2 * place] .. today,
    request_limit = tonumber(ARGV[2 * place + 1]), token_limit = tonumber(ARGV[2 * place + 2]),
    taken = 0, used = 0, is_new = true,
  }
end
local function answer(verdict, place)
  local told = {verdict, place, today, (today + 1) * DAY - now}
  for _, payer in ipairs(payers) do
    local free_in = 0
    if payer.taken > 0 then
      free_in = redis.call('ZRANGE', payer.requests, 0, 0, 'WITHSCORES')[2] + window - now
    end
    table.insert(told, payer.taken)
    table.insert(told, free_in)
    table.insert(told, payer.used)
  end
  return told
end
for place, payer in ipairs(payers) do
  if payer.token_limit > 0 then
    if redis.call('HEXISTS', payer.tokens, 'known') == 0 then
      -- From now on charges are kept; whoever repairs looks for those before.
      redis.call('HSETNX', payer.tokens, 'sum', 0)
      redis.call('EXPIRE', payer.tokens, 2 * DAY / 1000)
      return answer('unknown', place)
    end
    payer.used = tonumber(redis.call('HGET', payer.tokens, 'sum'))
  end
  if payer.request_limit > 0 then
    redis.call('ZREMRANGEBYSCORE', payer.requests, '-inf', now - window)
    -- And what is of the future: the clock was set back since.
    redis.call('ZREMRANGEBYSCORE', payer.requests, '(' .. now, 'inf')
    payer.taken = redis.call('ZCARD', payer.requests)
    payer.is_new = not redis.call('ZSCORE', payer.requests, id)
  end
end
for place, payer in ipairs(payers) do
  if payer.token_limit > 0 and payer.used >= payer.token_limit then
    return answer('tokens', place)
  end
end
for place, payer in ipairs(payers) do
  if payer.request_limit > 0 and payer.is_new and payer.taken >= payer.request_limit then
    return answer('requests', place)
  end
end
for _, payer in ipairs(payers) do
  if payer.request_limit > 0 and payer.is_new then
    redis.call('ZADD', payer.requests, now, id)
    redis.call('PEXPIRE', payer.requests, window)
    payer.taken = payer.taken + 1
  end
end
return answer('taken', 0)
"""
)

# KEYS tokens tokens … ARGV id count. Nothing where there is no hash: who makes it finds the reply
# in the database.
CHARGE = (
    _TODAY
    + """
for _, tokens in ipairs(KEYS) do
  if redis.call('EXISTS', tokens .. today) == 1
      and redis.call('HEXISTS', tokens .. today - 1, ARGV[1]) == 0 then
    charge(tokens .. today, ARGV[1], ARGV[2])
  end
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

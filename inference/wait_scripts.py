"""The Lua of how long a reply will wait: from how long the last ones of its model took, and how
many its workers write at once. Nothing is told where one of them is not known.

Every script begins with `now`, see stream.scripts.
"""

KEPT = 20  # replies: old ones tell nothing of how busy it is now
LEAST = 3  # of one or two nothing can be said

# After a reply that a worker had for so many seconds.
NOTE_SECONDS = f"""
local function note_seconds(model, seconds)
  local key = 'replies:seconds:' .. model
  redis.call('LPUSH', key, tostring(seconds))
  redis.call('LTRIM', key, 0, {KEPT - 1})
  redis.call('EXPIRE', key, 86400)
end
"""

# seconds_for_one: how often a slot gets free, nil: not known. The median, so that one very long
# reply moves it little. wait_to_tell: seconds, nil: what was told before still holds. It moves half
# of the way to what is known now, so that it never jumps; a promise that was not kept is given
# again for half as long.
ESTIMATE = f"""
local function slots_of(model)
  local slots = 0
  for _, name in ipairs(redis.call('SMEMBERS', 'workers')) do
    local said = redis.call('GET', 'worker:' .. name)
    local status = said and cjson.decode(said)
    if status and status.model == model and status.state == 'ready' then
      slots = slots + (status.capacity or 0)
    end
  end
  return slots
end

local function seconds_for_one(model)
  local taken = redis.call('LRANGE', 'replies:seconds:' .. model, 0, -1)
  local slots = slots_of(model)
  if #taken < {LEAST} or slots == 0 then return nil end
  for i, seconds in ipairs(taken) do taken[i] = tonumber(seconds) end
  table.sort(taken)
  return taken[math.ceil(#taken / 2)] / slots
end

local function wait_to_tell(place, for_one, due, has_moved)
  if not for_one then return nil end
  local wait = (place + 1) * for_one
  if not due then return wait end
  if has_moved then return math.max((due - now + wait) / 2, 1) end
  return due < now and math.max(wait / 2, 5) or nil
end
"""

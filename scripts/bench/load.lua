-- The load: one prepared request for each Authorization value, in turn. Values are lines of the file named after "--".
local requests = {}
local last = 0

function init(args)
  local body = "amount=100&currency=usd&metadata%5Brun%5D=bench&description="
  body = body .. string.rep("x", 200 - #body)
  for value in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, {
      ["Host"] = wrk.host .. ":" .. wrk.port,
      ["Authorization"] = "Bearer " .. value,
      ["Content-Type"] = "application/x-www-form-urlencoded",
    }, body)
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

-- Times are in microseconds. `status` counts answers above 399: nothing here answers 3xx.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"calls":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"max_us":%d,"not_2xx":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end

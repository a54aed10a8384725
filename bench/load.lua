-- How is one server asked again and again? wrk runs this; the last line it prints is what was measured, as JSON.
-- Arguments: "same" or "fresh", the ETag that the reader has or "-", the cookie or "-", the forms that the reader unpacks
-- or "-", then the addresses, asked in turn.
-- "fresh" adds a number to each address that no request before had, so that no cache has seen it.

local paths, headers, made = {}, {}, 0
local is_fresh = false
local ready = {}

function init(arguments)
  is_fresh = arguments[1] == "fresh"
  if arguments[2] ~= "-" then
    headers["If-None-Match"] = arguments[2]
  end
  if arguments[3] ~= "-" then
    headers["Cookie"] = arguments[3]
  end
  if arguments[4] ~= "-" then
    headers["Accept-Encoding"] = arguments[4]
  end
  for place = 5, #arguments do
    paths[#paths + 1] = arguments[place]
    ready[#ready + 1] = wrk.format("GET", arguments[place], headers)
  end
end

function request()
  made = made + 1
  local place = made % #paths + 1
  if is_fresh then
    return wrk.format("GET", paths[place] .. made, headers)
  end
  return ready[place]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "faults": %d, "p50_ms": %.3f, "p99_ms": %.3f}\n',
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000
  ))
end

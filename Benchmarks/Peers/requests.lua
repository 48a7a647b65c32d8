-- wrk's requests, each another one: wrk … -s requests.lua BASE -- METHOD FILE PREFIX TOKEN
-- Of GET, PREFIX and a line of FILE are the path; of POST, PREFIX is the path and a line of FILE the body.
-- Where the lines end, GET begins again; POST goes on with the last one, and is answered with an error.
local lines, next_line, head, is_post, prefix = nil, nil, "", false, ""

function init(arguments)
  local method, file, token = arguments[1], arguments[2], arguments[4]
  is_post = method == "POST"
  prefix = arguments[3]
  lines = file
  next_line = io.lines(file)
  local headers = "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\nAccept: application/scim+json\r\n"
  if token ~= "" then headers = headers .. "Authorization: Bearer " .. token .. "\r\n" end
  if is_post then
    head = "POST " .. prefix .. " HTTP/1.1\r\n" .. headers .. "Content-Type: application/scim+json\r\nContent-Length: "
  else
    head = " HTTP/1.1\r\n" .. headers .. "\r\n"
  end
end

local line = nil

function request()
  local following = next_line and next_line()
  if following == nil then
    if is_post then
      next_line = nil
    else
      next_line = io.lines(lines)
      following = next_line()
    end
  end
  line = following or line
  if is_post then return head .. #line .. "\r\n\r\n" .. line end
  return "GET " .. prefix .. line .. head
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"count":%d,"seconds":%.6f,"refused":%d,"broken":%d,"median":%.0f,"p99":%.0f}', summary.requests,
    summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end

-- Each event once, in turn; BODIES names the file that bodies.mjs wrote.
local bodies = {}
for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
local at = 0

request = function()
    at = at % #bodies + 1
    local line = bodies[at]
    return wrk.format("POST", "/webhooks/zalo/oa",
        {["Content-Type"] = "application/json", ["X-ZEvent-Signature"] = "mac=" .. line:sub(1, 64)}, line:sub(66))
end

done = function(summary, latency)
    io.write(string.format("events/s %.0f  p50 %.1f ms  p99 %.1f ms  most %.1f ms  refused %d\n",
        summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        latency.max / 1000, summary.errors.status))
end

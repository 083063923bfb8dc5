using Hub.Bench.Support;

namespace Hub.Bench.Reads;

/// <summary>The lists of an inbox, each as the desk asks for it.</summary>
internal static class InboxBench
{
    public static Task RunAsync(Arguments arguments, Report report, CancellationToken ct) => Readings.RunAsync(arguments, report, PlanAsync, ct);

    private static async Task<IReadOnlyList<Reading>> PlanAsync(Desk desk, string connectionString, CancellationToken ct)
    {
        // The agents who ask are new: they have what those before them have.
        var busiest = await Readings.NumbersAsync(connectionString, "select assignee from tickets where assignee is not null and status in (1, 2, 3) and folder = 1 group by 1 order by count(*) desc limit 8", ct);
        var customers = await Readings.NumbersAsync(connectionString, "select customer from tickets group by 1 order by count(*) desc, 1 limit 50", ct);
        var second = (await desk.GetJsonAsync("/api/v1/tickets?status=open&limit=50", ct)).GetProperty("next").GetString();
        return
        [
            View("assigned", [.. busiest.Select(a => $"/tickets?assignee={a}&status=open,pending,onHold&limit=50")], "t.assignee = $1 and t.status in (1, 2, 3)", busiest),
            View("unassigned", ["/tickets?assignee=none&status=open,pending,onHold&limit=50"], "t.assignee is null and t.status in (1, 2, 3)"),
            View("open", ["/tickets?status=open&limit=50"], "t.status = 1"),
            View("openSecondPage", [$"/tickets?status=open&limit=50&cursor={second}"], "t.status = 1"),
            View("pending", ["/tickets?status=pending,onHold&limit=50"], "t.status in (2, 3)"),
            View("done", ["/tickets?status=resolved,closed&limit=50"], "t.status in (4, 5)"),
            View("waiting", ["/tickets?status=open&sort=waiting&limit=50"], "t.status = 1 and t.waiting_since is not null", order: "t.waiting_since, t.number"),
            View("created", ["/tickets?status=open&sort=created&limit=50"], "t.status = 1", order: "t.created_at desc, t.number desc"),
            View("openByMail", ["/tickets?status=open&channel=email&limit=50"], "t.status = 1 and t.channel in (select id from channels where kind = 'email')"),
            View("failed", ["/tickets?delivery=failed&limit=50"], "t.number in (select d.ticket from deliveries d where d.state = 'failed')"),
            View("spam", ["/tickets?folder=spam&limit=50"], "true", folder: 2),
            View("customer", [.. customers.Select(c => $"/tickets?customer={c}&limit=50")], "t.customer = $1", customers),
            new("counts", [["/tickets/counts"]], "select count(*) from tickets t where t.status = 1 and t.folder = 1", []),
        ];
    }

    private static Reading View(string name, string[] paths, string where, IReadOnlyList<long>? parameters = null, string order = "t.last_at desc, t.number desc", int folder = 1) =>
        new(name, [.. paths.Select(p => new[] { p })], $"select t.* from tickets t where t.folder = {folder} and {where} order by {order} limit 51", parameters ?? []);
}

using Hub.Bench.Support;

namespace Hub.Bench.Reads;

/// <summary>Opening a ticket with 200 messages, as the desk does it.</summary>
internal static class OpenBench
{
    public static Task RunAsync(Arguments arguments, Report report, CancellationToken ct) => Readings.RunAsync(arguments, report, PlanAsync, ct);

    private static async Task<IReadOnlyList<Reading>> PlanAsync(Desk desk, string connectionString, CancellationToken ct)
    {
        var chats = await LongAsync("chat");
        var mails = await LongAsync("email");
        const string bare = "select m.* from messages m where m.ticket = $1 order by m.seq";
        return
        [
            new("ticket", [.. chats.Concat(mails).Select(n => new[] { $"/tickets/{n}" })], "select t.* from tickets t where t.number = $1", [.. chats, .. mails]),
            new("messagesOfChat", [.. chats.Select(n => new[] { Messages(n, 1_000) })], bare, chats),
            new("messagesOfMail", [.. mails.Select(n => new[] { Messages(n, 1_000) })], bare, mails),
            new("opened", [.. chats.Concat(mails).Select(n => new[] { $"/tickets/{n}", Messages(n, 1_000) })], bare, [.. chats, .. mails]),
            // What the desk loads at first.
            new("newestHundred", [.. chats.Concat(mails).Select(n => new[] { Messages(n, 100) })], bare + " desc limit 100", [.. chats, .. mails]),
            new("receivedMail", [["/mail/received"]], "select r.* from received_mails r order by r.at desc, r.raw desc limit 51", []),
        ];

        Task<IReadOnlyList<long>> LongAsync(string kind) => Readings.NumbersAsync(connectionString,
            $"select t.number from tickets t join channels c on c.id = t.channel where t.last_seq = 200 and c.kind = '{kind}' order by t.number limit 200", ct);
    }

    private static string Messages(long number, int limit) => $"/tickets/{number}/messages?before=2147483647&limit={limit}";
}

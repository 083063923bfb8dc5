using System.Text.RegularExpressions;
using Dapper;
using Hub.Intake;
using Hub.Mail.Mime;
using Npgsql;

namespace Hub.Channels.Email.Receiving;

/// <summary>Which tickets a mail names, the most convincing first. Whether its sender may join one is for Intake to judge.</summary>
public sealed partial class MailEvidence(NpgsqlDataSource database, Mailboxes mailboxes, MailTokens tokens)
{
    internal const int MostReferences = 100;
    private const int MostTickets = 20;

    /// <summary>Reply token in any recipient, then References from the newest, then In-Reply-To, then a token in the subject, then a return path of ours.</summary>
    public async Task<MailNames> OfAsync(ReceivedMail mail, IReadOnlyList<string> recipients, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(recipients);
        var found = new Found();
        foreach (var address in Recipients(mail, recipients))
            if (await mailboxes.OfAddressAsync(address, ct) is { Tag: { } tag }) await ReadTagAsync(tag, found, ct);

        var references = mail.References.Reverse().Concat(mail.InReplyTo).Distinct().Take(MostReferences).ToArray();
        var known = await KnownAsync("mails m", "m.ticket", references, ct);
        var knownAside = await KnownAsync("side_mails m", "m.side", references, ct);
        foreach (var id in references)
        {
            if (await tokens.ReadMessageIdAsync(id, ct) is { } ours) found.Tickets.Add(new(ours.Ticket, ByUs: true));
            else if (await tokens.ReadSideMessageIdAsync(id, ct) is { } aside) found.Sides.Add(aside.Side);
            else if (await tokens.ReadNotificationIdAsync(id, ct) is { } told) found.Tickets.Add(new(told.Ticket, ByUs: false));
            else
            {
                found.Tickets.AddRange(known[id].Select(ticket => new Evidence(ticket, ByUs: false)));
                found.Sides.AddRange(knownAside[id]);
            }
        }

        foreach (Match match in SubjectTag().Matches(mail.Subject)) await ReadTagAsync(match.Groups[1].Value, found, ct);
        // Absence notes go to the return path, and some name nothing else.
        if (found.Deliveries.Count > 0) found.Tickets.AddRange((await OfDeliveriesAsync(found.Deliveries, ct)).Select(ticket => new Evidence(ticket, ByUs: true)));
        return new MailNames([.. found.Tickets.DistinctBy(e => e.Ticket)], [.. found.Sides.Distinct()], found.Notification);
    }

    private async Task ReadTagAsync(string tag, Found found, CancellationToken ct)
    {
        if (await tokens.ReadReplyTagAsync(tag, ct) is { } ticket) found.Tickets.Add(new(ticket, ByUs: true));
        else if (await tokens.ReadSideTagAsync(tag, ct) is { } side) found.Sides.Add(side);
        else if (await tokens.ReadNotificationTagAsync(tag, ct) is { } mailing) found.Notification ??= mailing;
        else if (await tokens.ReadBounceTagAsync(tag, ct) is { } delivery) found.Deliveries.Add(delivery);
    }

    /// <summary>Every address that may have carried a tag to us.</summary>
    public static IEnumerable<string> Recipients(ReceivedMail mail, IReadOnlyList<string> recipients)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return mail.HeaderAll("Delivered-To").Concat(mail.HeaderAll("X-Original-To")).Select(h => h.Value.Trim().Trim('<', '>'))
            .Concat(recipients).Concat(mail.To.Concat(mail.Cc).Select(a => a.Address)).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private async Task<ILookup<string, long>> KnownAsync(string table, string named, string[] references, CancellationToken ct)
    {
        if (references.Length == 0) return Array.Empty<(string, long)>().ToLookup(f => f.Item1, f => f.Item2);
        await using var connection = await database.OpenConnectionAsync(ct);
        // Anybody may use one Message-ID ten thousand times.
        return (await connection.QueryAsync<(string Id, long Named)>(new CommandDefinition(
            $"""
            select r.id, l.named from unnest(@references) as r(id)
            cross join lateral (select {named} as named, m.message from {table} where m.message_id = r.id order by m.message desc limit @MostTickets) l order by l.message desc
            """, new { references, MostTickets }, cancellationToken: ct))).ToLookup(f => f.Id, f => f.Named);
    }

    private async Task<IEnumerable<long>> OfDeliveriesAsync(List<long> deliveries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QueryAsync<long>(new CommandDefinition("select distinct ticket from deliveries where id = any(@deliveries)", new { deliveries }, cancellationToken: ct));
    }

    private sealed class Found
    {
        public List<Evidence> Tickets { get; } = [];
        public List<long> Sides { get; } = [];
        public List<long> Deliveries { get; } = [];
        public long? Notification { get; set; }
    }

    [GeneratedRegex(@"\[([ast]\d{1,18}\.[a-z2-7]{17})\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SubjectTag();
}
